import { ensurePackages } from '../../lab/packages.ts'

/** Before any suite: what suites run at the client's place, and the lab itself does without. */
export default (): Promise<void> =>
  ensurePackages({ curl: '/usr/bin/curl', tcpdump: '/usr/bin/tcpdump' }, 'the tests on the lab')

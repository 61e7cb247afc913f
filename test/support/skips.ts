import { existsSync, readFileSync } from 'node:fs'
import { isBelowHome, isRoot, tokenProvider } from './tools.ts'

/** Tests that may be skipped, and why. Whatever else is skipped fails `npm test` where CI is set, and is listed elsewhere. */
export interface Skip {
  /** Matched against `FILE > SUITE > … > TEST`. */
  readonly tests: RegExp
  readonly why: string
  /** How they are run. */
  readonly runs: string
  /** Where they may be skipped; anywhere when left out. */
  readonly when?: () => boolean
}

const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
const image = process.env.LBPROV_TEST_IMAGE ?? ''
const topology = process.env.LBPROV_LAB_TOPOLOGY ?? 'seed'

export const skips: readonly Skip[] = [
  {
    tests: /^test\/unit\/cli\/retire\.test\.ts > /,
    why: 'a record of what lbprov put there is root’s alone',
    runs: 'as root: .ci/bare root',
    when: () => !isRoot,
  },
  {
    tests: /^test\/shell\/system\.test\.ts > .* > (as root > |keys are the user’s alone)/,
    why: 'only root may make users and name a host',
    runs: 'as root: .ci/bare root',
    when: () => !isRoot,
  },
  {
    tests: /^test\/shell\/atomic-write\.test\.ts > .* > killed while it writes in a folder of somebody else’s > /,
    why: 'only root can give a folder away',
    runs: 'as root: .ci/bare root',
    when: () => !isRoot,
  },
  {
    tests: /^test\/shell\/foreign-folders\.test\.ts > in folders in which others may write > /,
    why: 'only root has users to be attacked by',
    runs: 'as root: .ci/bare root',
    when: () => !isRoot,
  },
  {
    tests:
      /^test\/shell\/(package-work\.test\.ts > package work that takes its time|broken-off\.test\.ts > a first run that is broken off)/,
    why: 'lbprov itself runs on the little host, whose /home hides one that lbprov is in',
    runs: 'from a folder that is not below /home: .ci/bare root',
    when: () => isBelowHome,
  },
  {
    tests: /^test\/shell\/leftovers\.test\.ts > .* > a record that others could have written/,
    why: 'only root can give a file away',
    runs: 'as root: .ci/bare root',
    when: () => !isRoot,
  },
  {
    tests: /^test\/shell\/director\.test\.ts > .* > a dump that somebody else has made is not believed/,
    why: 'only root can make a file that is somebody else’s',
    runs: 'as root: .ci/bare root',
    when: () => !isRoot,
  },
  {
    tests:
      /^test\/unit\/engine\/(run\.test\.ts > refresh >|confirm\.test\.ts > a change under a dead man’s switch >|rendered\.test\.ts > a sound kind of a user|staged\.test\.ts > a state between > what hangs on it) /,
    why: 'what has to be refreshed or undone is noted in /var/run, where only root may write',
    runs: 'as root: .ci/bare root',
    when: () => !isRoot,
  },
  {
    tests: /^test\/unit\/transport\/session\.test\.ts > the real sudo, for root > /,
    why: 'sudo asks nothing of root, whatever this machine’s rules',
    runs: 'as root: .ci/bare root',
    when: () => !isRoot,
  },
  {
    tests: /^test\/unit\/transport\/matrix\.test\.ts > .* > passwords > /,
    why: 'sshd reads the accounts of the system, and only root can put others in their place',
    runs: 'as root: .ci/bare root',
    when: () => !isRoot,
  },
  {
    tests: /^test\/(unit\/transport\/ssh-child|containers\/newest-ssh)\.test\.ts > .* > a security key, /,
    why: 'the key is one in software, and its package (openssh-tests) wants Twisted and PuTTY',
    runs: 'with its sk-dummy.so in LBPROV_SK_PROVIDER, or with the package installed',
    when: () => !existsSync(tokenProvider),
  },
  {
    tests: /^test\/unit\/lvs\/corpus-keepalived\.test\.ts > keepalived 2\.2\.7 itself > /,
    why: 'what keepalived’s own test finds is written down for 2.2.7; to another user it says of every script that it is insecure',
    runs: 'as root on Debian 12, which has that version: .ci/bare root',
    when: () => !isRoot || !release.includes('bookworm'),
  },
  {
    tests: /^test\/unit\/lvs\/keepalived-versions\.test\.ts > .* > finds nothing to say of the rich cluster/,
    why: 'the cluster has scripts, of which keepalived says to another user that they are insecure: root’s files are not root’s in a user namespace',
    runs: 'as root: .ci/bare root',
    when: () => !isRoot,
  },
  {
    tests: /^test\/roles\/example\.test\.ts > .* > lets a script through that another user runs/,
    why: 'a user namespace has no other user',
    runs: 'as root: .ci/bare root',
    when: () => !isRoot,
  },
  {
    tests: /^test\/containers\/kinds\.test\.ts > .* > kernel-module: /,
    why: 'a container has the kernel of this machine, which may have no IPVS',
    runs: 'npm run test:lab -- kinds -t kernel-module',
  },
  {
    tests:
      /^test\/containers\/.* > (service: |address: |an address that stands|a service is reloaded|root gets in once)/,
    why: 'no init in a container of this image, or none that shows its main process',
    runs: 'on the lab: LBPROV_LAB_TOPOLOGY=el6, el7',
    when: () => /centos:[67]|el[67]/.test(image),
  },
  {
    tests: /^test\/containers\/(newest-ssh|kerberos)\.test\.ts > /,
    why: 'only root can start programs with another root, and has a login for each ticket',
    runs: 'as root: npm run test:containers',
    when: () => !isRoot,
  },
  {
    tests: /^test\/containers\/broken-off\.test\.ts > /,
    why: 'the state that it compares is dpkg’s',
    runs: 'with an image of Debian or Ubuntu',
    when: () => /centos|rocky|alma|el[679]/.test(image),
  },
  {
    tests: /^test\/e2e\/secured\.test\.ts > a host with its release's default firewall /,
    why: 'its machines have no firewall',
    runs: 'LBPROV_LAB_TOPOLOGY=el6-firewall, el9-secured',
    when: () => !/-(firewall|secured)$/.test(topology),
  },
  {
    tests: /^test\/e2e\/secured\.test\.ts > a host with SELinux /,
    why: 'its machines have no SELinux policy',
    runs: 'LBPROV_LAB_TOPOLOGY=el9-secured',
    when: () => topology !== 'el9-secured',
  },
  {
    tests: /^test\/e2e\/bootstrap\.test\.ts > .*packages come from the vault/,
    why: 'only CentOS’s mirrors are gone',
    runs: 'LBPROV_LAB_TOPOLOGY=el6, el7',
    when: () => !/^el[67]/.test(topology),
  },
  {
    tests: /^test\/e2e\/bootstrap-old\.test\.ts > /,
    why: 'its machines are as they were installed',
    runs: 'LBPROV_LAB_TOPOLOGY=el6-old',
    when: () => topology !== 'el6-old',
  },
  {
    tests:
      /^test\/e2e\/bad-input-(hosts\.test\.ts > (a host that cannot be entered|a step that fails) > |midway\.test\.ts > (sshd that is killed|of two runs at once))/,
    why: 'the mishaps are those of Debian’s tools',
    runs: 'LBPROV_LAB_TOPOLOGY=seed',
    when: () => topology !== 'seed',
  },
]

/** The entry that lets a test be skipped here. */
export function allowed(test: string): Skip | undefined {
  return skips.find(({ tests, when }) => tests.test(test) && (when?.() ?? true))
}

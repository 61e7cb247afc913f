import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { probeScript, readSightings } from '../../src/engine/scripts.ts'
import { directory, file, pkg, type Resource, service, sysctl } from '../../src/index.ts'
import { readTranscript } from '../../src/shell/frames.ts'
import { declared } from '../support/conformance.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { fewShells } from '../support/shells.ts'
import { hostNamed } from '../support/site.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

const facts = factsOf('el9')
const debian12 = factsOf('debian12')
const text = (path: string) => file(path, { content: '', mode: '0644' })
const things = [
  directory('/home/a dir', { mode: '0755' }),
  text('/home/a dir/one'),
  text("/home/it's $HOME} *"),
  text('/home/two  blanks'),
  text('/home/missing'),
  text('/home/a dir'),
  text('/home/link'),
  text('/home/broken'),
  text('/home/nul'),
  text('/home/control'),
  text('/home/empty'),
  text('/home/large'),
]
const keepalived = service(
  'keepalived',
  { running: true, enabled: true },
  { configuration: '/etc/keepalived/keepalived.conf' },
)
const units = [service('ipvsadm', { running: false }), service('gone', { running: true }), keepalived]

const settings = [
  'net.ipv4.ip_forward',
  'net/ipv4/conf/lo/arp_ignore',
  'net.ipv4.ip_local_port_range',
  'kernel.modprobe',
  'dev.cdrom.info',
  'kernel.no_such_thing',
].map((key) => sysctl(key, { value: 1 }))
/** dpkg's, as this machine has them. */
const packages = ['bash', 'coreutils', 'no-such-package', 'dpkg'].map((name) => pkg(name))

const systemctl = `#!/bin/sh
while [ "$1" != -- ]; do shift; done
shift
gap=''
for unit; do
  printf "$gap"; gap='\\n'
  case $unit in
    keepalived) echo LoadState=loaded; echo ActiveState=active; echo UnitFileState=enabled; echo "StateChangeTimestampMonotonic=$(cat /run/since)" ;;
    ipvsadm) echo LoadState=loaded; echo ActiveState=failed; echo UnitFileState=disabled; echo StateChangeTimestampMonotonic=0 ;;
    *) echo LoadState=not-found; echo ActiveState=inactive; echo UnitFileState=; echo StateChangeTimestampMonotonic=0 ;;
  esac
done`

describe.skipIf(whyNoLittleHost() !== null)('what is asked of several at once', () => {
  let host: LittleHost

  beforeAll(async () => {
    host = await startLittleHost()
    host.exec(`
      cd /home; mkdir 'a dir' /etc/keepalived; echo 1 >'a dir/one'; chmod 0751 'a dir'; printf 'no end\\n\\nñ\\200' >"it's \\$HOME} *"
      echo 2 >'two  blanks'
      ln -s 'a dir/one' link; ln -s nowhere broken; printf 'a\\0b\\n' >nul; printf '\\001\\177\\r\\n' >control; : >empty
      head -c 5000 /dev/zero | tr '\\0' x >large; : >/etc/keepalived/keepalived.conf
      cat >/usr/local/sbin/systemctl <<'end of program'
${systemctl}
end of program
      chmod +x /usr/local/sbin/systemctl`)
    since(0)
  })
  afterAll(() => host.close())

  /** systemd has started it so many seconds ago. */
  function since(seconds: number): void {
    host.exec(`read -r up _ </proc/uptime; echo $(((\${up%%.*} - ${seconds}) * 1000000)) >/run/since`)
  }

  async function seen(shell: readonly string[], resources: readonly Resource[]): Promise<unknown[]> {
    const session = await host.connect(shell)(hostNamed('here').connection)
    const declarations = resources.map((resource) => declared(resource, packages.includes(resource) ? debian12 : facts))
    const result = await session.run(probeScript('TOKEN', declarations).text, { deadlineMs: 30_000 })
    await session.close()
    const sightings = readSightings(declarations, readTranscript('TOKEN', result))
    expect(sightings.failed).toEqual([])
    return resources.map((resource) => sightings.seen.get(resource))
  }

  describe.each(fewShells.map((shell) => [shell.join(' '), shell] as const))('%s', (_, shell) => {
    test('is what is seen of one', async () => {
      const alone: unknown[] = []
      const all = [...things, ...settings, ...packages, ...units]
      for (const one of all) alone.push(...(await seen(shell, [one])))
      expect(await seen(shell, all)).toEqual(alone)
      expect(alone[1]).toMatchObject({ observed: { content: '1\n', mode: '0644' } })
      expect(alone[9]).toMatchObject({ observed: { content: '\u0001\u007f\r\n' } })
      expect(alone[8]).toMatchObject({ observed: { content: 'a\0b\n' } })
      expect(alone[4]).toMatchObject({ observed: null })
      const of = (one: Resource | undefined) => alone[all.indexOf(one!)]
      expect(of(settings[2])).toMatchObject({ observed: { live: expect.stringMatching(/^\d+ \d+$/) } })
      expect(of(settings.at(-1))).toMatchObject({ observed: null })
      expect(packages.map(of)).toMatchObject([
        { observed: { installed: 'true' } },
        { observed: { installed: 'true' } },
        { observed: null },
        { observed: { installed: 'true', version: expect.stringMatching(/^\d/) } },
      ])
      expect(alone.at(-3)).toMatchObject({ observed: { running: 'false', enabled: 'false' } })
      expect(alone.at(-2)).toMatchObject({ observed: null })
    })

    test.each([
      ['before the service was told', -600, 'true'],
      ['after it', -100, 'false'],
    ])('a configuration changed %s', async (_, changed, current) => {
      since(300)
      host.exec(`touch -d '${changed} seconds' /etc/keepalived/keepalived.conf`)
      expect(await seen(shell, [keepalived])).toMatchObject([
        { observed: { running: 'true', enabled: 'true', current } },
      ])
    })
  })
})

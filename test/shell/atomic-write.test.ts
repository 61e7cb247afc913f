import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { block, type FileState, file, line, type Resource, type Script, sh, sysctl } from '../../src/index.ts'
import { plan } from '../../src/model/plan.ts'
import { readTranscript, type Section } from '../../src/shell/frames.ts'
import { applyScript, declared } from '../support/conformance.ts'
import { counted } from '../support/forks.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { fewShells } from '../support/shells.ts'
import { has, isRoot } from '../support/tools.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

const facts = factsOf('debian12')
const whole: FileState = { content: 'new\n', mode: '0640', owner: 'root', group: 'root' }
const settings = ['net.ipv4.ip_forward', 'net.ipv4.conf.all.arp_ignore', 'net.ipv4.conf.all.arp_announce']

describe.skipIf(whyNoLittleHost() !== null).each(fewShells.map((shell) => [shell.join(' ')]))(
  'writing files, %s',
  (shell) => {
    let host: LittleHost
    beforeAll(async () => {
      host = await startLittleHost()
    })
    afterAll(() => host.close())

    /** Applies these as if nothing of them was there. */
    const apply = (...resources: readonly Resource[]) => applyAfter(':', resources)

    /** Before that the shell's process does this: it knows the number that temporary files bear. */
    function applyAfter(
      before: string,
      resources: readonly Resource[],
    ): { forks: number; act: (index: number) => Section } {
      host.exec(`cat >/run/lbprov-test/before <<'end'\n${before}\nexec "$@"\nend`)
      const declarations = resources.map((resource) => declared(resource, facts))
      const nothing = new Map(resources.map((one) => [one, { observed: null, pendingRefresh: false }]))
      const script = applyScript('TOKEN', declarations, plan(resources, nothing))
      const { forks, ...streams } = counted(host, `sh /run/lbprov-test/before ${shell}`, script)
      const { ended, sections } = readTranscript('TOKEN', streams)
      expect(ended).toBe(true)
      return { forks, act: (index) => sections.get(`act:${index}`)! }
    }

    test('a file costs the host six processes: its step, stat, dd, mv, sync, and one to look', () => {
      expect(apply(file('/home/one', whole)).forks).toBeLessThanOrEqual(6)
      expect(host.exec('cat /home/one; stat -c "%a %u %g" /home/one; ls -A /home')).toBe('new\n640 0 0\none\n')
    })

    test('settings that are written one after another are one rewrite of their file, and each is looked at once more', () => {
      const all = settings.map((key) => sysctl(key, { value: 1 }))
      const { forks, act } = apply(...all)
      expect(settings.map((_, i) => act(i).exitCode)).toEqual([0, 0, 0])
      expect(forks).toBeLessThanOrEqual(16)
      const written = () => host.exec('sed 1d /etc/sysctl.d/zz-lbprov.conf')
      expect(written()).toBe(settings.map((key) => `${key} = 1\n`).join(''))
      apply(sysctl(settings[1]!, { value: 2 }), sysctl(settings[0]!, { value: 0, live: false }))
      expect(written()).toBe(`${settings[2]} = 1\n${settings[1]} = 2\n${settings[0]} = 0\n`)
      expect(host.exec(`cat ${settings.map((key) => `/proc/sys/${key.replaceAll('.', '/')}`).join(' ')}`)).toBe(
        '1\n2\n1\n',
      )
    })

    test('a setting that the kernel has not stops there, and is not set at boot either', () => {
      const [one, other] = settings.map((key) => sysctl(key, { value: 0 }))
      const { act } = apply(one!, sysctl('net.ipv4.no_such_thing', { value: 1 }), other!)
      expect([act(0).exitCode, act(1).exitCode, act(2)]).toEqual([0, 1, undefined])
      expect(act(1).stderr).toContain('the kernel has no net.ipv4.no_such_thing')
      expect(host.exec('cat /etc/sysctl.d/zz-lbprov.conf')).not.toContain('no_such_thing')
    })

    test.each([
      ['a link to a file', 'echo mine >/home/other; ln -s /home/other'],
      ['a link to a device', 'ln -s /dev/null'],
      ['a link to nothing', 'ln -s /home/nothing'],
      ['a file', 'echo mine >'],
    ])('%s where the temporary file is to be: refused, and nothing is changed', (_, setUp) => {
      host.exec(`rm -rf /home/*; echo old >/home/two`)
      const before = `${setUp} /home/.two.lbprov-$$-TOKEN; ls -lA /home >/run/lbprov-test/listing`
      const section = applyAfter(before, [file('/home/two', whole)]).act(0)
      expect(section.exitCode).not.toBe(0)
      expect(section.stderr).toMatch(/\/home\/\.two\.lbprov-\d+-TOKEN/)
      expect(host.exec('ls -lA /home')).toBe(host.exec('cat /run/lbprov-test/listing'))
      expect(host.exec('cat /home/two; if [ -f /home/other ]; then cat /home/other; fi')).not.toContain('new')
      host.exec('rm -rf /home/* /home/.two*')
    })

    test('a link to what is no file, as of a masked unit to /dev/null, is not written through', () => {
      host.exec('rm -rf /home/*; mkfifo /home/pipe; ln -s pipe /home/two')
      const section = apply(file('/home/two', whole)).act(0)
      expect(section.exitCode).not.toBe(0)
      expect(section.stderr).toContain('/home/pipe is no regular file')
      const given = apply(file('/home/two', { mode: '0606' })).act(0)
      expect(given.stderr).toContain('/home/pipe: it is no regular file')
      expect(host.exec('stat -c %a /home/pipe')).not.toBe('606\n')
      expect(host.exec('[ -p /home/pipe ] && ls -A /home')).toBe('pipe\ntwo\n')
      host.exec('rm -rf /home/*')
    })

    test('what is written or taken away below /etc/systemd/system is read in by systemd', () => {
      host.exec(`
        mkdir -p /run/systemd/system /etc/systemd/system/x.service.d; rm -f /run/lbprov-test/said
        printf '#!/bin/sh\\necho "$*" >>/run/lbprov-test/said\\n' >/usr/local/sbin/systemctl; chmod 0755 /usr/local/sbin/systemctl`)
      const path = '/etc/systemd/system/x.service.d/a.conf'
      expect(apply(file(path, whole)).act(0).exitCode).toBe(0)
      const gone = file(path, null)
      host.exec(`set -e\n${declared(gone, facts).provider.apply(gone, { refresh: false }).text}`)
      apply(file('/home/two', whole))
      expect(host.exec('cat /run/lbprov-test/said; rm -rf /usr/local/sbin/systemctl /run/systemd')).toBe(
        'daemon-reload\ndaemon-reload\n',
      )
    })

    test('content that can not be written leaves the old file, and no other', () => {
      host.exec('mkdir /home/full; mount -t tmpfs -o size=16k tmpfs /home/full; echo old >/home/full/three')
      const section = apply(file('/home/full/three', { ...whole, content: 'x'.repeat(60_000) })).act(0)
      expect(section.exitCode).not.toBe(0)
      expect(host.exec('cat /home/full/three; ls -A /home/full')).toBe('old\nthree\n')
      host.exec('umount /home/full; rmdir /home/full')
    })

    // It ends with 0, whatever became of what it wrote.
    test.skipIf(!has('busybox'))('what busybox awk can not write leaves the old file, and no other', () => {
      host.exec(`
        ln -s "$(command -v busybox)" /usr/local/sbin/awk; mkdir /home/full; mount -t tmpfs -o size=16k tmpfs /home/full
        cd /home/full; i=0; while [ $i -lt 900 ]; do echo "key = $i"; i=$((i + 1)); done >three`)
      const before = host.exec('cat /home/full/three; ls -A /home/full')
      for (const one of [
        line('/home/full/three', { match: '^other', line: 'other = 1' }),
        block('/home/full/three', { content: 'other = 1' }),
      ]) {
        expect(apply(one).act(0).exitCode, one.kind.name).not.toBe(0)
        expect(host.exec('cat /home/full/three; ls -A /home/full')).toBe(before)
      }
      host.exec('umount /home/full; rmdir /home/full; rm /usr/local/sbin/awk')
    })

    const places = [
      ['a folder of root’s', ':', true],
      ['a folder of somebody else’s', 'chown 12345 /home/kill', isRoot],
    ] as const
    describe.each(places)('killed while it writes in %s', (_, setUp, able) => {
      const resource = (validate: Script) =>
        file('/home/kill/four', { ...whole, content: 'four\n' }, { validate: () => validate })

      /**
       * Applies, sends the signal to all that this started once the temporary file is there, and lists what is in the folder then. The test of
       * the file ends by itself after that: a signal that comes while busybox forks it is lost on it.
       */
      const killed = (signal: string) => {
        const declaration = declared(resource(sh`until [ -e /run/lbprov-test/sent ]; do sleep 0.1; done`), facts)
        const { text } = declaration.provider.apply(declaration.resource, { refresh: false })
        host.exec(`
          rm -rf /home/kill /run/lbprov-test/sent; mkdir /home/kill; ${setUp}
          cat >/run/lbprov-test/kill <<'end of script'\n( set -e\nlb_token=T\n${text}\n)\nend of script
          setsid ${shell} </run/lbprov-test/kill >/dev/null 2>&1 & p=$!
          n=0; until ls -A /home/kill | grep -q lbprov- || [ $n = 200 ]; do sleep 0.05; n=$((n + 1)); done
          kill -${signal} -$p; touch /run/lbprov-test/sent; wait $p || :`)
        return host.exec('ls -A /home/kill')
      }

      test.skipIf(!able)('the next run takes away what was left', () => {
        expect(killed('KILL')).toMatch(/lbprov-\d+-T/)
        host.exec(
          'cd /home/kill; mkdir -m 0700 .lbprov-1-T; touch .four.lbprov-1-T; ln -s /etc .lbprov-999999-T; ln -s /etc/passwd .four.lbprov-999999-T',
        )
        const section = apply(resource(sh`:`)).act(0)
        expect(section).toMatchObject({ exitCode: 0, stderr: '' })
        expect(host.exec('cat /home/kill/four; ls -A /home/kill')).toBe(
          'four\n.four.lbprov-1-T\n.four.lbprov-999999-T\n.lbprov-1-T\n.lbprov-999999-T\nfour\n',
        )
      })

      test.skipIf(!able)('a signal that can be answered leaves nothing', async () => {
        killed('TERM')
        await expect.poll(() => host.exec('ls -A /home/kill')).toBe('')
      })
    })
  },
)

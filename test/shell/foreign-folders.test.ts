import { spawn } from 'node:child_process'
import { chmodSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { authorizedKey, block, directory, file, line, type Resource } from '../../src/index.ts'
import { copyBack } from '../../src/resources/atomic-write.ts'
import { type Script, sh } from '../../src/shell/script.ts'
import { declared } from '../support/conformance.ts'
import { type LittleHost, startLittleHost, whyNoLittleHost } from '../support/little-host.ts'
import { fewShells } from '../support/shells.ts'
import { isThorough } from '../support/thorough.ts'
import { isRoot } from '../support/tools.ts'
import { factsOf } from '../unit/lvs/support/site.ts'

const facts = factsOf('debian12')
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ6 me@here'
const eves = { owner: 'eve', group: 'eve' }
const scriptOf = (resource: Resource) => declared(resource, facts).provider.apply(resource, { refresh: false })

/** `npm run test:race` asks for 2000. */
const applies = Number(process.env.LBPROV_RACE ?? (isThorough ? 50 : 20))

/** What is in eve's folders, one kind each, as a role may want it. */
const wanted: readonly Resource[] = [
  authorizedKey('eve', key),
  file('/home/eve/w/f', { content: 'new\n', mode: '0600', ...eves }),
  file('/home/eve/w/f', { content: 'new\n' }),
  line('/home/eve/w/l', { match: '^b', line: 'b=1' }),
  block('/home/eve/w/b', { content: 'b' }),
  file('/home/eve/w/a', { mode: '0644', ...eves }),
  directory('/home/eve/w/d', { mode: '0755', ...eves }),
  directory('/home/eve/w/d/e', { ...eves }),
  file('/home/eve/w/n', null),
  directory('/home/eve/w/d/e', null),
]

/** As files were written before: a link in the place of the temporary file is followed by chown and chmod. */
const vulnerable = sh`
  f=/home/eve/.ssh/authorized_keys; t=/home/eve/.ssh/.authorized_keys.$lb_token
  set -C; true >"$t" || exit 1; set +C
  if [ -L "$t" ] || [ ! -f "$t" ]; then exit 1; fi
  printf '%s\n' key >"$t"; chown eve: -- "$t"; chmod 0600 -- "$t"; mv -f -- "$t" "$f"
`

const rootonly = `
  rm -rf /home/rootonly /home/eve/.ssh /home/eve/.ssh-aside /home/eve/w /home/eve/w-aside /home/eve/leaks
  umask 077; mkdir /home/rootonly /home/rootonly/d /home/rootonly/.ssh
  for f in f l b a n new old authorized_keys d/e d/new .ssh/authorized_keys; do echo SECRET >/home/rootonly/$f; done
  mkdir /home/eve/w /home/eve/.ssh; mkfifo /home/eve/w/fifo; chmod 0755 /home/eve; chown -R eve: /home/eve
`
const listing = 'cd /home/rootonly; find . -printf "%p %y %u %m %n\\n" | sort; find . -type f -exec cat {} +'

/** `all` applies, one resource after another; prints how many of them did something to what is root's alone. */
const loop = (scripts: readonly Script[], all: number, stopAtFirst = false) => `
  lost=0 done=0 i=0
  while [ $i -lt ${all} ]; do
    i=$((i + 1)); lb_token=$i
    case $((i % ${scripts.length})) in
    ${scripts.map((script, n) => `${n}) ( set -e\n${script.text}\n) </dev/null >/dev/null 2>&1 ;;`).join('\n')}
    esac
    [ $? != 0 ] || done=$((done + 1))
    for f in . f l b a n new old authorized_keys d d/e d/new .ssh .ssh/authorized_keys; do
      [ -O /home/rootonly/$f ] && [ -G /home/rootonly/$f ] && { [ -d /home/rootonly/$f ] || { read -r text </home/rootonly/$f && [ "$text" = SECRET ]; }; } && continue
      lost=$((lost + 1)); chown root:root /home/rootonly/$f; [ -d /home/rootonly/$f ] || echo SECRET >/home/rootonly/$f; break
    done
    ${stopAtFirst ? '[ $lost = 0 ] || break' : ''}
  done
  echo "$lost $done $i"
`

describe.skipIf(whyNoLittleHost() !== null || !isRoot)('in folders in which others may write', () => {
  let host: LittleHost
  beforeAll(async () => {
    host = await startLittleHost()
    host.exec('useradd -m eve; useradd -m bob')
    chmodSync(dirname(host.home), 0o711)
  })
  afterAll(() => host.close())
  beforeEach(() => host.exec(rootonly))

  const run = (shell: readonly string[], script: string) => {
    host.exec(`cat >/run/lbprov-test/script <<'end of script'\n${script}\nend of script`)
    return host.exec(`${shell.join(' ')} </run/lbprov-test/script`)
  }

  async function attacked<T>(work: () => T): Promise<T> {
    const [uid, gid] = host.exec('id -u eve; id -g eve').split('\n')
    const words = [join(import.meta.dirname, '../support/attacker.ts'), join(host.home, 'eve'), uid!, gid!]
    const attacker = spawn(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] })
    await new Promise((resolve) => attacker.once('spawn', resolve))
    try {
      return work()
    } finally {
      const ended = new Promise((resolve) => attacker.once('exit', resolve))
      attacker.kill('SIGKILL')
      await ended
    }
  }

  describe.each(fewShells.map((shell) => [shell.slice(0, -1).join(' '), shell] as const))('%s', (_, shell) => {
    const apply = (resource: Resource, before = '') =>
      run(shell, `set -e\nlb_token=T\n${before}\n${scriptOf(resource).text}`)

    test(
      `${applies} applies against an attacker: nothing that is root's alone is changed, given away or shown`,
      async () => {
        const before = host.exec(listing)
        const said = await attacked(() => run(shell, loop(wanted.map(scriptOf), applies)))
        const [lost, done] = said.split(' ').map(Number)
        console.info(
          `${shell.join(' ')}: ${applies} applies against an attacker: ${lost} lost, ${done} done, the others refused`,
        )
        expect(done).toBeGreaterThan(0)
        expect(lost).toBe(0)
        expect(host.exec(listing)).toBe(before)
        expect(host.exec('cat /home/eve/leaks 2>/dev/null || :')).toBe('')
      },
      60_000 + applies * 300,
    )

    test('without an attacker all of it comes about, and nothing is left behind', () => {
      host.exec(`cd /home/eve/w; echo a >l; echo b=2 >>l; echo x >b; chown eve: l b; chmod 0640 l b`)
      // As it is for those who export it: options stand before operands.
      for (const resource of wanted.slice(0, -1)) apply(resource, 'export POSIXLY_CORRECT=1')
      expect(host.exec('cd /home/eve; cat .ssh/authorized_keys w/f w/l; grep -c . w/b')).toBe(
        `${key}\nnew\na\nb=1\n4\n`,
      )
      expect(host.exec('cd /home/eve; find .ssh w -printf "%p %y %u:%g %m\\n" | sort')).toBe(
        [
          '.ssh d 700',
          '.ssh/authorized_keys f 600',
          'w d 700',
          'w/a f 644',
          'w/b f 640',
          'w/d d 755',
          'w/d/e d 755',
          'w/f f 600',
          'w/fifo p 600',
          'w/l f 640',
        ]
          .map((one) => `${one.replace(/ (\d+)$/, ' eve:eve $1')}\n`)
          .join(''),
      )
    })

    test.each([
      ['a link', 'ln -s /home/rootonly/f', 'f', 'is a link, which is not followed'],
      ['a further name of a file of root’s', 'ln /home/rootonly/a', 'a', 'further names elsewhere'],
      ['a file of root’s that was moved there', 'mv /home/rootonly/a', 'a', 'put there by another'],
      ['a file of bob’s', 'install -m 0600 -o bob /home/rootonly/a', 'a', 'put there by another'],
      ['a queue', 'mkfifo', 'l', 'not a regular file'],
      ['a folder that is a link', 'ln -s /home/rootonly/d', 'd', 'is a link, which is not followed'],
      ['a folder of root’s', 'mkdir', 'd', 'put there by another'],
    ])('%s is refused, with the folder, who may write there and what to do', (_what, setUp, name, why) => {
      host.exec(`${setUp} /home/eve/w/${name}`)
      const before = host.exec(`${listing}; ls -lA /home/eve/w`)
      const path = `/home/eve/w/${name}`
      const resource = wanted.find((one) => one.name.startsWith(path))!
      expect(() => apply(resource)).toThrow(why)
      expect(() => apply(resource)).toThrow(`Not only root may write in /home/eve (755 eve:eve), so`)
      expect(host.exec(`${listing}; ls -lA /home/eve/w`)).toBe(before)
    })

    test('a key file of somebody else’s is not taken over, unless all may read it', () => {
      host.exec(
        'cd /home/eve/.ssh; echo "SECRET of bob" >authorized_keys; chown bob: authorized_keys; chmod 0600 authorized_keys',
      )
      expect(() => apply(wanted[0]!)).toThrow('belongs to another')
      host.exec('chmod 0644 /home/eve/.ssh/authorized_keys')
      apply(wanted[0]!)
      expect(host.exec('stat -c "%U %a" /home/eve/.ssh/authorized_keys; ls -A /home/eve/.ssh')).toBe(
        'eve 600\nauthorized_keys\n',
      )
    })

    test('what others can have written does not get the rights of its owner', () => {
      host.exec('echo x >/home/eve/w/a; chown eve: /home/eve/w/a')
      expect(() => apply(file('/home/eve/w/a', { mode: '4755', owner: 'root' }))).toThrow('not made to run')
    })

    test('in a folder for all, with the sticky bit, what is new is made, and what is somebody else’s is left', () => {
      host.exec('rm -rf /home/all; mkdir -m 1777 /home/all; echo x >/home/all/eves; chown eve: /home/all/eves')
      apply(file('/home/all/f', { content: 'f\n', mode: '0640', ...eves }))
      apply(directory('/home/all/d/e', { mode: '0750', ...eves }))
      apply(directory('/home/all/d', { mode: '0711' }))
      expect(() => apply(file('/home/all/eves', { owner: 'bob' }))).toThrow('put there by another')
      expect(host.exec('cd /home/all; find . -printf "%p %u %m\\n" | sort')).toBe(
        '. root 1777\n./d root 711\n./d/e eve 750\n./eves eve 644\n./f eve 640\n',
      )
      host.exec('rm -r /home/all')
    })

    test('links that root made are followed, and the old state comes back through them', () => {
      host.exec(
        'rm -rf /home/one /home/two; mkdir -p /home/two/sub; ln -s two /home/one; ln -s ../../two/real /home/two/sub/link',
      )
      apply(file('/home/one/sub/link', { content: 'through\n' }))
      expect(host.exec('cat /home/two/real; stat -c %a /home/two/real; ls -A /home/two/sub')).toBe(
        'through\n644\nlink\n',
      )
      apply(directory('/home/one/x/y', { mode: '0700' }))
      host.exec('echo saved >/home/two/saved; chmod 0604 /home/two/saved; touch -d 2001-02-03 /home/two/saved')
      run(shell, copyBack(sh`/home/two/saved`, '/home/one/sub/link').text)
      expect(host.exec('cat /home/two/real; stat -c "%a %.10y" /home/two/real; ls -A /home/two /home/two/x')).toContain(
        'saved\n604 2001-02-03\n/home/two:\nreal\nsaved\nsub\nx\n\n/home/two/x:\ny\n',
      )
      host.exec('rm -r /home/one /home/two')
    })

    test('a folder that lets others into what is made in it is refused where that can’t be kept off', () => {
      host.exec('printf "#!/bin/sh\\necho drwx------+ 2 root\\n" >/usr/local/sbin/ls; chmod +x /usr/local/sbin/ls')
      expect(() => apply(wanted[1]!)).toThrow('default ACL')
      host.exec('rm /usr/local/sbin/ls')
      expect(host.exec('ls -A /home/eve/w')).toBe('fifo\n')
    })
  })

  test('the same attacker takes what is root’s from applies as they were', async () => {
    let lost = 0
    for (let tries = 0; lost === 0 && tries < 20; tries++) {
      const said = await attacked(() => run(fewShells[0]!, loop([vulnerable], 500, true)))
      lost = Number(said.split(' ')[0])
      host.exec(rootonly)
    }
    expect(lost).toBeGreaterThan(0)
  }, 300_000)

  test('an ordinary user writes in folders of its own as root does in root’s', () => {
    const script = wanted.slice(1).map((one) => `( set -e\nlb_token=T\n${scriptOf(one).text}\n) || exit 1`)
    host.exec(`rm -rf /home/eve/w; cat >/run/lbprov-test/script <<'end of script'\n${script.join('\n')}\nend of script`)
    host.exec(
      'chmod 0755 /run/lbprov-test; su -s /bin/sh eve -c "mkdir ~/w; echo x >~/w/b; sh /run/lbprov-test/script"',
    )
    expect(host.exec('cd /home/eve/w; ls -A; cat f')).toBe('a\nb\nd\nf\nl\nnew\n')
  })
})

import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { called } from '../../support/called.ts'
import { tempFolder } from '../transport/support/temp.ts'

const answers =
  '--directors lb1=127.0.0.1,lb2=127.0.0.1 --real-servers web1=127.0.0.1,web2=127.0.0.1 --address 127.0.0.9 --port 80 --interface eth0 --user root'

test.each([[['failover']], [['failover', '--check', '--to', 'lb2']], [['roll', '--reboot']]])(
  '%j where no director lets anybody in ends with 4 and says why',
  async (words) => {
    const cwd = tempFolder()
    await called(cwd, ['init', 'site', ...answers.split(' ')])
    appendFileSync(join(cwd, 'site/hosts'), 'ansible_port=1\n')
    const { status, stderr } = await called(join(cwd, 'site'), words)
    expect(stderr).toMatch(
      /no director could be asked who is master\n(.*\n)* *lb1: (?!lb1).*\n(.*\n)*.*lbprov ping lb1,lb2 says/,
    )
    expect(status).toBe(4)
  },
)

import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import {
  labUp,
  machineExec,
  machinesNamed,
  resetMachine,
  sshCommand,
  stateFolder,
  topologyName,
} from '../../lab/index.ts'
import { conforms } from '../support/conformance.ts'
import { fingerprint, kindCases } from '../support/kind-cases.ts'
import { connectTo } from '../support/shells.ts'

/** One machine of each image that the topology has (LBPROV_LAB_TOPOLOGY). */
const machines = [...new Map(machinesNamed().map((machine) => [machine.image, machine])).values()]

describe.each(machines.map(({ name, image }) => [image, name] as const))(
  `every kind on %s (topology ${topologyName})`,
  (_, name) => {
    beforeAll(async () => {
      await labUp()
      await resetMachine([name])
    })
    afterAll(() => resetMachine([name]))

    // the connection that machineExec keeps: a login of its own for each script takes a second there
    const shell = () => [...sshCommand(name, 'root', ['-S', join(stateFolder, name, 'ssh.socket')]), 'sh', '-s']
    const exec = async (commands: string) => {
      const { code, stdout, stderr } = await machineExec(name, commands)
      if (code !== 0) throw new Error(`${commands}: ${code}\n${stdout}${stderr}`)
      return stdout
    }

    for (const one of kindCases)
      conforms(one, {
        connect: () => connectTo(shell()),
        exec,
        fingerprint: () => exec(fingerprint),
        brief: true,
        // firewall-cmd takes seconds there, and is asked some eighty times a case
        timeout: 900_000,
      })
  },
)

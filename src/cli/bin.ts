#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs'
import { version } from './version.ts'

const words = process.argv.slice(2)
const isOnly = (...asked: readonly string[]) => words.length === 1 && asked.includes(words[0]!)

/** The build leaves what main.ts says to --help, for 80 columns. */
const help = new URL('../../help.txt', import.meta.url)

// Asked often by scripts: nothing else is loaded for it.
if (isOnly('-V', '--version')) process.stdout.write(`${version}\n`)
else if (isOnly('-h', '--help') && (process.stdout.columns ?? 80) === 80 && existsSync(help))
  process.stdout.write(readFileSync(help, 'utf8'))
else await import('./main.ts')

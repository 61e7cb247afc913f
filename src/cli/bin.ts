#!/usr/bin/env node
import { version } from './version.ts'

const words = process.argv.slice(2)

// Asked often by scripts: nothing else is loaded for it.
if (words.length === 1 && ['-V', '--version'].includes(words[0]!)) process.stdout.write(`${version}\n`)
else await import('./main.ts')

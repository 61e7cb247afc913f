#!/usr/bin/env node
'use strict'
require('./needs-node.cjs')

let ended = false
import('../dist/src/cli/bin.js').then(() => {
  ended = true
})

// Node.js ends with 0 when nothing is left to wait for, also in the middle of the work.
process.on('exit', (code) => {
  if (ended || code !== 0) return
  process.stderr.write('lbprov ended before its work was done: a bug in lbprov\n')
  process.exitCode = 1
})

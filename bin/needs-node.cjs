'use strict'
// Read by whatever `node` there is: in the words of Node.js 12, and it loads nothing.
const [major, minor] = process.version.slice(1).split('.').map(Number)

if (major < 22 || (major === 22 && minor < 18) || (major === 23 && minor < 6)) {
  const wanted = major === 23 ? '23.6' : '22.18'
  process.stderr.write(`lbprov needs Node.js ${wanted} or newer; this is ${process.version}\n`)
  process.exit(3)
}

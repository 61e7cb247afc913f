import { call } from './call.ts'
import { keepMemorySmall } from './memory.ts'

keepMemorySmall()

await call(process.argv.slice(2))

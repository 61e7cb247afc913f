import { clusterVariables } from '../../../../src/lvs/language/cluster.ts'
import { strictAjv } from './ajv.ts'

export const clusterSchema = { type: 'object', additionalProperties: false, properties: clusterVariables }

/** Compiled once, for all suites of a process. */
export const fitsCluster = strictAjv({ allErrors: true }).compile(clusterSchema)

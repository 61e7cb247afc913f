import { join } from 'node:path'

// With LBPROV_LABS=2 files are tried side by side, each worker in a lab of its own below LBPROV_LAB_STATE.
const { LBPROV_LABS: labs = '1', LBPROV_LAB_STATE: folder, VITEST_POOL_ID: worker = '' } = process.env
if (Number(labs) > 1) {
  if (folder === undefined) throw new Error('LBPROV_LABS: the labs need a folder; name one in LBPROV_LAB_STATE')
  process.env.LBPROV_LAB_STATE = join(folder, worker)
}

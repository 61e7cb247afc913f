import { director } from '../keepalived/director.ts'

/** A director that takes over. */
export default director({ priority: 98, master: false })

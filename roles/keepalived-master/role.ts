import { director } from '../keepalived/director.ts'

/** The director that has the addresses while it is up. */
export default director({ priority: 100, master: true })

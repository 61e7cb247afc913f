import { agreementRules } from './agreement.ts'
import { announcingRules } from './announcing.ts'
import { authenticationRules } from './authentication.ts'
import { confFileRules } from './conf-file.ts'
import { dataRules } from './data.ts'
import { electionRules } from './election.ts'
import { fifoRules } from './fifo.ts'
import { forwardingRules } from './forwarding.ts'
import { directorFactRules } from './found.ts'
import { globalRules } from './global.ts'
import { healthRules } from './health.ts'
import { heldRules } from './held.ts'
import { idleRules } from './idle.ts'
import { instanceRules } from './instance.ts'
import { lineRules } from './lines.ts'
import { networkOwnerRules } from './network-owner.ts'
import { noAddressRules } from './no-address.ts'
import { persistenceRules } from './persistence.ts'
import { preparationRules } from './preparation.ts'
import { quorumRules } from './quorum.ts'
import type { Rule } from './rule.ts'
import { scriptRules } from './scripts.ts'
import { serverFactRules } from './server-facts.ts'
import { serviceRules } from './service.ts'
import { standingRules } from './standing.ts'
import { staticRules } from './static.ts'
import { supportRules } from './support.ts'
import { trackingRules } from './tracking.ts'
import { tunnelRules } from './tunnel.ts'
import { variableRules } from './variables.ts'

/** Every rule, in the order in which findings are told. */
export const rules: readonly Rule[] = [
  ...standingRules,
  ...variableRules,
  ...dataRules,
  ...confFileRules,
  ...supportRules,
  ...agreementRules,
  ...noAddressRules,
  ...electionRules,
  ...instanceRules,
  ...trackingRules,
  ...globalRules,
  ...announcingRules,
  ...staticRules,
  ...lineRules,
  ...fifoRules,
  ...scriptRules,
  ...authenticationRules,
  ...serviceRules,
  ...healthRules,
  ...quorumRules,
  ...heldRules,
  ...persistenceRules,
  ...idleRules,
  ...preparationRules,
  ...forwardingRules,
  ...tunnelRules,
  ...directorFactRules,
  ...networkOwnerRules,
  ...serverFactRules,
]

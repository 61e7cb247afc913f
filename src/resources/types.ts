import { boolean, form, integer, listOf, needed, oneOf } from '../model/type.ts'
import { cidr, ipAddress } from './addresses.ts'
import { openingType } from './firewall/opening.ts'
import {
  hostName,
  interfaceName,
  line,
  mode,
  moduleName,
  owner,
  packageName,
  path,
  publicKey,
  selinuxBoolean,
  serviceName,
  sysctlKey,
  text,
  url,
  userName,
  webUrl,
} from './names.ts'

/**
 * What an attribute of a kind may be, for `attributes` of a kind of one's own. Those of text have the same as a JSON Schema
 * for a role's params: `types.packageName.schema`.
 */
export const types = {
  boolean,
  form,
  integer,
  listOf,
  needed,
  oneOf,
  cidr,
  ipAddress,
  hostName,
  interfaceName,
  line,
  mode,
  moduleName,
  owner,
  opening: openingType,
  packageName,
  path,
  publicKey,
  selinuxBoolean,
  serviceName,
  sysctlKey,
  text,
  url,
  userName,
  webUrl,
}

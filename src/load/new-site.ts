import { randomInt } from 'node:crypto'
import { isUserName } from '../model/address.ts'
import { canonicalAddress } from '../model/ip-address.ts'
import { type HostVariables, type NewHost, type NewSite, siteFiles } from './adopted-files.ts'

/** What `lbprov init` asks, each as it is typed. */
export interface Answers {
  readonly directors: string
  readonly realServers: string
  readonly address: string
  readonly port: string
  readonly interface: string
  readonly user: string
}

export interface Question {
  readonly about: keyof Answers
  readonly text: string
  /** Taken where nothing is typed. */
  readonly usual?: string
  /** What is wrong with the answer; undefined: nothing. */
  readonly wrong: (answer: string) => string | undefined
}

const hostWord = /^([A-Za-z0-9_][A-Za-z0-9_.-]*)=(\S+)$/

/** Hosts as `lb1=192.168.1.220 lb2=192.168.1.221`, commas as good as spaces. */
function hostsIn(text: string): readonly { readonly name: string; readonly address: string }[] | null {
  const words = text.split(/[\s,，、]+/).filter((word) => word !== '')
  const found = words.map((word) => hostWord.exec(word))
  if (found.length === 0 || found.some((match) => match === null || canonicalAddress(match[2]!) === null)) return null
  return found.map((match) => ({ name: match![1]!, address: match![2]! }))
}

const hostsWrong = (text: string) =>
  hostsIn(text) === null ? 'expected names with addresses: lb1=192.168.1.220 lb2=192.168.1.221' : undefined

const isPort = (text: string) => /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65535

/** In the order in which they are asked. */
export const questions: readonly Question[] = [
  { about: 'directors', text: 'Directors, the master first (name=address …)', wrong: hostsWrong },
  { about: 'realServers', text: 'Real servers (name=address …)', wrong: hostsWrong },
  {
    about: 'address',
    text: 'Virtual address, which clients connect to',
    wrong: (text) => (canonicalAddress(text) === null ? 'expected one address: 192.168.1.225' : undefined),
  },
  {
    about: 'port',
    text: 'Port of the service',
    usual: '80',
    wrong: (text) => (isPort(text) ? undefined : 'expected a port from 1 to 65535'),
  },
  {
    about: 'interface',
    text: 'Interface of the directors on that network (`ip -br addr` there says)',
    usual: 'eth0',
    wrong: (text) => (/^[^\s/]{1,15}$/.test(text) ? undefined : 'expected the name of an interface: eth0'),
  },
  {
    about: 'user',
    text: 'Log in as',
    usual: 'root',
    wrong: (text) => (isUserName(text) ? undefined : 'expected the name of a user'),
  },
]

const origin =
  'Written by `lbprov init`. auth_pass was drawn for this cluster; keep the file to yourself, or move it to a vault.'

/** The files of a cluster of direct routing that these answers describe; each of them must be right. */
export function filesFor(answers: Answers): ReturnType<typeof siteFiles> {
  const entry: HostVariables = { ansible_user: answers.user, ...(answers.user !== 'root' && { ansible_become: true }) }
  const hosts = (text: string): NewHost[] =>
    hostsIn(text)!.map(({ name, address }) => ({ name, variables: { ansible_host: address, ...entry } }))
  const [master, ...backups] = hosts(answers.directors)
  const realServers = hosts(answers.realServers)
  const site: NewSite = { master: master!, backups, realServers, data: dataFor(answers, realServers) }
  return siteFiles(site, origin)
}

function dataFor({ address, port, interface: own }: Answers, servers: readonly NewHost[]): object {
  const six = address.includes(':')
  return {
    vrrp_instances: {
      VI_1: {
        interface: own,
        virtual_router_id: routerId(address),
        ...(!six && { authentication: { auth_type: 'PASS', auth_pass: drawn() } }),
        virtual_ipaddress: [`${address}/${six ? 128 : 32}`],
      },
    },
    virtual_servers: [
      {
        address,
        port: Number(port),
        lb_algo: 'wrr',
        lb_kind: 'DR',
        delay_loop: 2,
        real_servers: servers.map(({ name }) => name),
        TCP_CHECK: { connect_timeout: 1, retry: 1, delay_before_retry: 1 },
      },
    ],
  }
}

/** Two clusters of one network most often differ in the end of the address, and must differ in this number. */
function routerId(address: string): number {
  const last = Number(/(\d{1,3})$/.exec(address)?.[1] ?? 51)
  return last >= 1 && last <= 255 ? last : 51
}

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789'
const drawn = () => Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')

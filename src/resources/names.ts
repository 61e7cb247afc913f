import { form, type Type, type } from '../model/type.ts'

/*
 * What names and values are on Linux. All of them go into files and command lines that root reads, so each has the form
 * that its tool takes for a name and for nothing else: no option, no pattern, no second line.
 */

/** Of an attribute: any text that a file can hold. */
export const text: Type<string> = type(
  'text without NUL bytes',
  (value) => typeof value === 'string' && !value.includes('\0'),
)

/** Of a resource: what a plan and a script can hold. */
export const nameType = form('text on one line', /^[^\0\r\n]+$/)

/** No control character but the tabulator. */
export const line = form('one line of text', /^(\P{Cc}|\t)*$/u)

export const path = form('an absolute path like /etc/nginx/nginx.conf', /^\/\P{Cc}*$/u)

export const mode = form("four octal digits in quotes, like '0644'", /^[0-7]{4}$/)

/** Of a file: the name, since that is what is seen of it. `:` and a leading + or - are words of chown. */
export const owner = form('a name like www-data, not a number', /^(?!\d+$)[A-Za-z0-9_][A-Za-z0-9_.@\\-]*\$?$/)

export const ownership = { mode, owner, group: owner }

export const userName = form('a name of small letters, digits, _ and -, 31 at most', /^[a-z_][a-z0-9_-]{0,30}$/)

/** In /etc/passwd a : ends it. */
export const passwdPath = form('an absolute path without :', /^\/[^:\p{Cc}]*$/u)

/**
 * rpm's and dpkg's names. apt takes a - at the end for "remove" and a / or = for a version, yum and dnf a @ for a group
 * and ( for what a package provides; * and ? are patterns. With `:arch` or `.arch` where wanted.
 */
export const packageName = form(
  'the exact name of a package like g++, python3.11 or libc6:i386',
  /^[A-Za-z0-9_][A-Za-z0-9_.+-]*(?<!-)(:[a-z0-9-]+(?<!-))?$/,
)

export const packageVersion = form('a version like 1:2.2.7-1+b2', /^[A-Za-z0-9][A-Za-z0-9.+:~^_-]*(?<!-)$/)

export const repositoryName = form('a name of letters, digits, _ and -', /^[A-Za-z0-9_][A-Za-z0-9_-]*$/)

export const url = form('a URL like https://mirror.example/el9', /^[A-Za-z][A-Za-z0-9+.-]*:[^\s"\p{Cc}]+$/u)

/** Of a repository, as yum takes it; what RFC 3986 lets stand in one. */
export const webUrl = form(
  'a URL like https://mirror.example/el9',
  /^((https?|ftp):\/\/[\w.:[\]-]+|file:\/\/)(\/[\w.~:/?#[\]@!$&'()*+,;=%-]*)?$/,
)

export const pathOrUrl = form('an absolute path or a URL', /^(\/|[A-Za-z][A-Za-z0-9+.-]*:)[^\s"\p{Cc}]+$/u)

/** Suites and components of apt. */
export const aptWords = form('words with one space between', /^[A-Za-z0-9.][^\s\p{Cc}]*( [^\s\p{Cc}]+)*$/u)

/** Of systemd or of EL6's scripts; systemctl takes * ? [ for a pattern. */
export const serviceName = form(
  'the name of a service like nginx or user@1000.service',
  /^[A-Za-z0-9_][A-Za-z0-9_.:@\\-]*$/,
)

export const moduleName = form('the name of a kernel module like ip_vs', /^[A-Za-z0-9_][A-Za-z0-9_-]*$/)

/** Of authorized_keys: as in a .pub file, with options in front where wanted. */
export const publicKey = form(
  'one line as in a .pub file',
  /^[\t ]*([^\p{Cc}]*[\t ])?(ssh-|ecdsa-|sk-)[^\s\p{Cc}]+ [A-Za-z0-9+/]{16,}=*([\t ][^\p{Cc}]*)?\s*$/u,
)

const key = '[A-Za-z0-9_:@+-]'
const part = String.raw`(?!\.{1,2}(?:\/|$))[A-Za-z0-9_:@+.-]+`

/** Parted by dots or, where an interface's name holds dots, by slashes. */
export const sysctlKey = form(
  'a key like net.ipv4.ip_forward or net/ipv4/conf/eth0.10/arp_ignore',
  new RegExp(String.raw`^[a-z]${key}*(?:(?:\.${key}+)+|(?:\/${part})+)$`),
)

export const selinuxBoolean = form('the name of a boolean like httpd_can_network_connect', /^[A-Za-z][A-Za-z0-9_]*$/)

/** The kernel's limit is 15 characters; it takes more of them, which then have a meaning in units and in files. */
export const interfaceName = form(
  'the name of an interface like eth0.10, 15 characters at most',
  /^(?!\.{1,2}$)[A-Za-z0-9_.][A-Za-z0-9_.@+-]{0,14}$/,
)

export const hostName = form(
  'letters, digits, - and dots, 64 at most',
  /^(?=.{1,64}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/,
)

/** sudo passes over a file with a dot or ~ in its name. */
export const sudoersName = form(
  'a name of letters, digits, _ and -, since sudo reads no other file',
  /^[A-Za-z0-9_][A-Za-z0-9_-]*$/,
)

export const word = form('one word', /^[^\s\p{Cc}]+$/u)

/** Of ipvsadm. */
export const words = form('words with one space between', /^[^\s\p{Cc}]+( [^\s\p{Cc}]+)*$/u)

export const ipvsServer = form('ADDRESS:PORT like 192.168.1.222:80', /^[0-9A-Fa-f.:[\]]+:\d+$/)

export const ipvsName = form(
  'a service as ipvsadm names it, like -t 192.168.1.225:80',
  /^(-[tu]|--sctp-service) [0-9A-Fa-f.:[\]]+:\d+$|^-f \d+( -6)?$/,
)

/** An option of ssh: a keyword of ssh_config(5) in small letters, and its value. */
export interface SshOption {
  readonly keyword: string
  readonly value: string
}

/** What options or ssh's configuration say, by keyword; of a keyword that may come more than once, each value. */
export type SshSettings = ReadonlyMap<string, readonly string[]>

/** Keywords whose meaning lbprov has, too. */
export const usedKeywords = [
  'AddressFamily',
  'CertificateFile',
  'ChallengeResponseAuthentication',
  'ConnectTimeout',
  'GlobalKnownHostsFile',
  'HostKeyAlias',
  'Hostname',
  'IdentitiesOnly',
  'IdentityAgent',
  'IdentityFile',
  'KbdInteractiveAuthentication',
  'PasswordAuthentication',
  'Port',
  'PreferredAuthentications',
  'ProxyCommand',
  'ProxyJump',
  'PubkeyAuthentication',
  'StrictHostKeyChecking',
  'User',
  'UserKnownHostsFile',
] as const

/** What lbprov offers is its own affair (docs/connections.md), but for algorithms with SHA-1 that are added. */
export const algorithmKeywords = [
  'CASignatureAlgorithms',
  'Ciphers',
  'HostbasedAcceptedAlgorithms',
  'HostbasedKeyTypes',
  'HostKeyAlgorithms',
  'KexAlgorithms',
  'MACs',
  'PubkeyAcceptedAlgorithms',
  'PubkeyAcceptedKeyTypes',
] as const

/** What only ssh itself can do: a host with one of them that is not `no` is entered by it. */
export const sshOnlyKeywords = [
  'BindAddress',
  'BindInterface',
  'HostbasedAuthentication',
  'KnownHostsCommand',
  'PKCS11Provider',
  'ProxyUseFdpass',
  'RevokedHostKeys',
  'SecurityKeyProvider',
  'VerifyHostKeyDNS',
] as const

/** What makes no difference here: lbprov has one connection a host, held for as long as it works there, and forwards nothing. */
export const ignoredKeywords = [
  'AddKeysToAgent',
  'BatchMode',
  'CanonicalDomains',
  'CanonicalizeFallbackLocal',
  'CanonicalizeHostname',
  'CanonicalizeMaxDots',
  'CanonicalizePermittedCNAMEs',
  'ChannelTimeout',
  'CheckHostIP',
  'ClearAllForwardings',
  'Compression',
  'CompressionLevel',
  'ConnectionAttempts',
  'ControlMaster',
  'ControlPath',
  'ControlPersist',
  'DynamicForward',
  'EnableEscapeCommandline',
  'EnableSSHKeysign',
  'EscapeChar',
  'ExitOnForwardFailure',
  'FingerprintHash',
  'ForkAfterAuthentication',
  'ForwardAgent',
  'ForwardX11',
  'ForwardX11Timeout',
  'ForwardX11Trusted',
  'GatewayPorts',
  'GSSAPIAuthentication',
  'GSSAPIClientIdentity',
  'GSSAPIDelegateCredentials',
  'GSSAPIKexAlgorithms',
  'GSSAPIKeyExchange',
  'GSSAPIRenewalForcesRekey',
  'GSSAPIServerIdentity',
  'GSSAPITrustDns',
  'HashKnownHosts',
  'IPQoS',
  'KbdInteractiveDevices',
  'LocalCommand',
  'LocalForward',
  'LogLevel',
  'LogVerbose',
  'NoHostAuthenticationForLocalhost',
  'NumberOfPasswordPrompts',
  'ObscureKeystrokeTiming',
  'PermitLocalCommand',
  'PermitRemoteOpen',
  'Protocol',
  'RefuseConnection',
  'RekeyLimit',
  'RemoteCommand',
  'RemoteForward',
  'RequestTTY',
  'RequiredRSASize',
  'SendEnv',
  'ServerAliveCountMax',
  'ServerAliveInterval',
  'SessionType',
  'SetEnv',
  'StdinNull',
  'StreamLocalBindMask',
  'StreamLocalBindUnlink',
  'SyslogFacility',
  'Tag',
  'TCPKeepAlive',
  'Tunnel',
  'TunnelDevice',
  'UpdateHostKeys',
  'VersionAddendum',
  'VisualHostKey',
  'WarnWeakCrypto',
  'XAuthLocation',
] as const

const small = (words: readonly string[]): ReadonlySet<string> => new Set(words.map((word) => word.toLowerCase()))

const used = small(usedKeywords)
const algorithms = small(algorithmKeywords)
const sshOnly = small(sshOnlyKeywords)
const ignored = small(ignoredKeywords)

/** How a keyword is written in ssh_config(5), by its small letters. */
export const spelling: ReadonlyMap<string, string> = new Map(
  [...usedKeywords, ...algorithmKeywords, ...sshOnlyKeywords, ...ignoredKeywords].map((word) => [
    word.toLowerCase(),
    word,
  ]),
)

const isOff = (value: string) => /^(no|none|false|internal|\$SSH_SK_PROVIDER)$/i.test(value)

/** Adds algorithms with SHA-1, and no others. */
export const addsSha1 = ({ keyword, value }: SshOption): boolean =>
  algorithms.has(keyword) && /^\+(?:(?:ssh-rsa|ssh-dss|[\w-]+-sha1)(?:,(?!$)|$))+$/.test(value)

/** Only ssh itself can do it. */
export const needsSsh = ({ keyword, value }: SshOption): boolean => sshOnly.has(keyword) && !isOff(value)

/** It says nothing to lbprov. (GSSAPI is for ssh itself, where lbprov's own client is not let in.) */
export const isIgnored = (option: SshOption): boolean =>
  (ignored.has(option.keyword) && !option.keyword.startsWith('gssapi')) ||
  (algorithms.has(option.keyword) && !addsSha1(option))

/** A line of ssh's configuration that can make a difference here: `keyword` may also be one that is not known. */
export const matters = (option: SshOption): boolean =>
  used.has(option.keyword) ||
  needsSsh(option) ||
  (algorithms.has(option.keyword) && /^[+^]/.test(option.value)) ||
  !spelling.has(option.keyword)

import { awkProgram, once, type Script, sh } from '../../shell/script.ts'
import { fromAhead } from '../look-ahead.ts'

/** The first line of what is lbprov's among the settings. */
export const header = '# Written by lbprov; edits to its own keys are overwritten.'

/** A key with a slash in it is parted by slashes, so that an interface's name may hold dots: net/ipv4/conf/em1.5/arp_ignore. */
export function procPath(key: string): string {
  return `/proc/sys/${key.includes('/') ? key : key.replaceAll('.', '/')}`
}

/**
 * Prints `PATH=VALUE<tab>FILE` of every setting, as the last file that is read says, and ` PATH=VALUE` of lbprov's. `sorted`: as
 * systemd-sysctl, by the names of the files, of two with one name the first; sysctl.d(5): a pattern never goes before a key.
 */
const program = awkProgram(String.raw`
  function base(path) { sub(/.*\//, "", path); return path }
  function look(file,   line, at, key, value, mine) {
    while ((getline line < file) > 0) {
      if (file == own && line == header) mine = 1
      at = index(line, "=")
      if (line ~ /^[ \t]*([#;]|$)/ || !at) continue
      key = substr(line, 1, at - 1); gsub(/^[ \t]*-?[ \t]*|[ \t]+$/, "", key)
      value = substr(line, at + 1); gsub(/[ \t\r]+/, " ", value); gsub(/^ | $/, "", value)
      if (key ~ /^[^.\/]*\./) { gsub(/\//, "\t", key); gsub(/\./, "/", key); gsub(/\t/, ".", key) }
      last[key] = value "\t" file
      if (mine) ours[key] = value
    }
    close(file)
  }
  BEGIN {
    for (i = 1; i < ARGC; i++) {
      file = ARGV[i]
      if (file ~ /(~|\.bak|\.orig|\.rpm(new|orig|save))$/ || (known[base(file)]++ && sorted)) continue
      for (j = ++n; sorted && j > 1 && base(files[j - 1]) > base(file); j--) files[j] = files[j - 1]
      files[j] = file
    }
    for (i = 1; i <= n; i++) look(files[i])
    look(last_file)
    for (key in last) print "/proc/sys/" key "=" last[key]
    for (key in ours) print " /proc/sys/" key "=" ours[key]
  }
`)

/**
 * Sets $lb_sysctl_file to where lbprov's settings are, after the header: a file that is read after all others, 99-sysctl.conf (which is
 * /etc/sysctl.conf) included, as the last one wins; `outdo` gives it a later name. EL6: initscripts before 9.03.24 (6.0, 6.1) read
 * /etc/sysctl.conf alone; later ones read it first. Debian's procps without systemd reads it last ($lb_last): no name is later.
 */
export const ownFile: Script = sh`
  lb_sysctl_file=/etc/sysctl.d/zz-lbprov.conf lb_sorted=1 lb_last=/dev/null
  for lb_file in /etc/sysctl.d/zz*-lbprov.conf; do if [ -e "$lb_file" ]; then lb_sysctl_file=$lb_file; fi; done
  set -- /etc/sysctl.d/*.conf /run/sysctl.d/*.conf /usr/local/lib/sysctl.d/*.conf /usr/lib/sysctl.d/*.conf /lib/sysctl.d/*.conf
  if [ -d /run/systemd/system ]; then :; elif [ -f /etc/init.d/procps ] && [ -f /etc/inittab ]; then lb_last=/etc/sysctl.conf
  else lb_sorted=''; set -- /etc/sysctl.conf /etc/sysctl.d/*; fi
  if [ -f /etc/rc.d/rc.sysinit ] && ! grep -qs /etc/sysctl.d /etc/rc.d/rc.sysinit /etc/rc.d/init.d/functions; then
    lb_sysctl_file=/etc/sysctl.conf; set -- /etc/sysctl.conf
  fi
`

/** Sets $lb_sysctls_boot to what is set at boot: lines as `program` prints them. */
export const lookAtBoot: Script = once(
  sh`lb_sysctl_look`,
  sh`
  ${ownFile}
  lb_sysctls_boot=${'\n'}$(exec awk -v own="$lb_sysctl_file" -v sorted="$lb_sorted" -v last_file="$lb_last" -v header=${header} ${program} "$@" 2>/dev/null)${'\n'} || :
`,
)

/**
 * From $lb_sysctls_boot: $lb_own is what lbprov sets the key to, $lb_boot what it will be, $lb_by the file that says so; each may be empty.
 * What a package sets by itself may be otherwise in its next version: it counts only where it undoes ours.
 */
export function bootOf(key: string): Script {
  return bootOfPath(sh`${procPath(key)}`)
}

/** The same of a path under /proc/sys. */
export function bootOfPath(path: Script): Script {
  const body = sh`
    lb_boot='' lb_own=''
    if ${fromAhead(sh`lb_sysctls_boot`, sh`" $1="`)}; then lb_own=$lb_it; fi
    if ${fromAhead(sh`lb_sysctls_boot`, sh`"$1="`)}; then lb_boot=$lb_it; fi
    lb_by=\${lb_boot##*${'\t'}} lb_boot=\${lb_boot%${'\t'}*}
    case $lb_own:$lb_by in ?*:* | :/etc/*) ;; *) lb_boot='' ;; esac
  `
  return once(sh`lb_boot_of`, body, path)
}

/**
 * Gives lbprov's file a later name while another one, read after it, says otherwise of a key; fails, naming that file, where no name is late
 * enough. Begins with what $lb_sysctls_boot says.
 */
export function outdo(key: string, value: string): Script {
  return sh`
    lb_tries=0
    while
      ${bootOf(key)}
      [ "$lb_boot" != ${value} ]
    do
      if [ -z "$lb_sorted" ] || [ "$lb_by" = "$lb_last" ] || [ $lb_tries = 8 ]; then echo "$lb_by is read after $lb_sysctl_file and says ${key} = $lb_boot: take that line out" >&2; exit 1; fi
      mv -f -- "$lb_sysctl_file" "/etc/sysctl.d/z\${lb_sysctl_file##*/}"
      lb_tries=$((lb_tries + 1))
      ${lookAtBoot}
    done
  `
}

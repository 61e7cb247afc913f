import { type Script, sh } from '../../shell/script.ts'

/**
 * Reads `systemctl cat`, behind it the unit as its package has it. Of what files in /etc and /run say it prints `FILE<tab>ExecStart=COMMAND` where
 * another program than the package's is started, or none, and every condition on a path: `FILE<tab>WORD=PATH`.
 */
const program = String.raw`
  function program_of(command) { sub(/^[-@:+!|]*/, "", command); sub(/[ \t].*/, "", command); sub(/.*\//, "", command); return command }
  FNR == 1 && NR > 1 { packaged = 1 }
  /^# \// && !packaged { file = substr($0, 3) }
  /^ExecStart=/ {
    value = substr($0, 11)
    if (packaged) { if (own == "") own = program_of(value); next }
    if (first == "") first = program_of(value)
    started = value; by = file
  }
  /^(Condition|Assert)(PathExists|FileNotEmpty|PathIsDirectory)=/ && !packaged && file ~ /^\/(etc|run)\// {
    value = substr($0, index($0, "=") + 1)
    if (value == "") n = 0
    else if (value !~ /^\|/) { conditions[++n] = file "\t" $0 }
  }
  END {
    if (own == "") own = first
    if (by ~ /^\/(etc|run)\// && own != "" && program_of(started) != own && index(started, "/" own " ") == 0) print by "\tExecStart=" started
    for (i = 1; i <= n; i++) print conditions[i]
  }
`

/**
 * Sets $lb_held to `FILE: WORD=VALUE` where a drop-in, or a unit in place of the package's, keeps the service from starting at boot, and
 * $lb_held_by to FILE. Nothing is started for a unit without them; what lbprov itself writes as 10-lbprov.conf is none.
 */
export function heldBack(name: string): Script {
  return sh`
    lb_held='' lb_held_by='' lb_unit=${`${name}.service`}
    for lb_file in "/etc/systemd/system/$lb_unit" "/etc/systemd/system/$lb_unit.d"/*.conf "/run/systemd/system/$lb_unit.d"/*.conf; do
      case $lb_file in */10-lbprov.conf) continue ;; esac
      if [ -f "$lb_file" ]; then lb_held_by=$lb_file; fi
    done
    if [ -n "$lb_held_by" ]; then
      lb_held_by=''
      for lb_file in "/usr/lib/systemd/system/$lb_unit" "/lib/systemd/system/$lb_unit"; do if [ -f "$lb_file" ]; then break; fi; done
      if [ ! -f "$lb_file" ]; then lb_file=/dev/null; fi
      lb_words=$(systemctl cat -- "$lb_unit" 2>/dev/null | awk ${program} - "$lb_file")
      lb_ifs=$IFS; IFS=${'\n'}; set -f
      for lb_word in $lb_words; do
        lb_by=\${lb_word%%${'\t'}*} lb_word=\${lb_word#*${'\t'}} lb_path=\${lb_word#*=} lb_not=''
        case $lb_path in !*) lb_not=1 lb_path=\${lb_path#!} ;; esac
        case $lb_word in
          *PathExists=*) [ -e "$lb_path" ] ;;
          *FileNotEmpty=*) [ -s "$lb_path" ] ;;
          *PathIsDirectory=*) [ -d "$lb_path" ] ;;
          *) false ;;
        esac
        case $?$lb_not in 0 | 11) ;; *) lb_held="$lb_by: $lb_word" lb_held_by=$lb_by ;; esac
      done
      set +f; IFS=$lb_ifs
    fi
  `
}

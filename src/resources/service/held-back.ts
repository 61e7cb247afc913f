import { awkProgram, type Script, sh } from '../../shell/script.ts'
import { byLine, byWord } from '../by-line.ts'

/**
 * Arguments: the unit as its package has it, the one that counts, and its drop-ins, which systemd reads by their names, of two with one name the
 * first. Of what files in /etc and /run say it prints `FILE<tab>ExecStart=COMMAND` where another program than the package's is started, or none, and every condition on
 * a path: `FILE<tab>WORD=PATH`. `systemctl cat` would show drop-ins only once systemd has been told to read them.
 */
const program = awkProgram(String.raw`
  function base(path) { sub(/.*\//, "", path); return path }
  function program(command) { sub(/^[-@:+!|]*/, "", command); sub(/[ \t].*/, "", command); return base(command) }
  function look(file,   line, value) {
    while ((getline line < file) > 0) {
      value = substr(line, index(line, "=") + 1)
      if (line ~ /^ExecStart=/) {
        if (!own) own = program(value)
        runs = value; by = file
      } else if (line ~ /^(Condition|Assert)(PathExists|FileNotEmpty|PathIsDirectory)=/) {
        if (!value) n = 0
        else if (value !~ /^\|/ && file ~ /^.(etc|run)/) held[++n] = file "\t" line
      }
    }
  }
  BEGIN {
    look(ARGV[1]); n = 0; close(ARGV[1])
    look(ARGV[2])
    for (i = 3; i < ARGC; i++) if (!known[base(ARGV[i])]++) {
      for (j = ++count; j > 1 && base(files[j - 1]) > base(ARGV[i]); j--) files[j] = files[j - 1]
      files[j] = ARGV[i]
    }
    for (i = 1; i <= count; i++) look(files[i])
    if (by ~ /^.(etc|run)/ && own && program(runs) != own && !index(runs, "/" own " ")) print by "\tExecStart=" runs
    for (i = 1; i <= n; i++) print held[i]
  }
`)

/**
 * Sets $lb_held to `FILE: WORD=VALUE` where a drop-in, or a unit in place of the package's, keeps the service from starting at boot, and
 * $lb_held_by to FILE. Nothing is started for a unit without them; what lbprov itself writes as 10-lbprov.conf is none.
 */
export function heldBack(name: Script): Script {
  return sh`
    lb_held='' lb_held_by='' lb_unit=${name}.service lb_packaged=/dev/null lb_main=''
    lb_etc=/etc/systemd/system/$lb_unit lb_run=/run/systemd/system/$lb_unit
    for lb_file in $lb_etc "$lb_etc.d"/*.conf "$lb_run.d"/*.conf; do
      case $lb_file in */10-lbprov.conf) continue ;; esac
      if [ -f "$lb_file" ]; then lb_held_by=$lb_file; fi
    done
    if [ -n "$lb_held_by" ]; then
      lb_held_by=''
      for lb_file in /lib/systemd/system/$lb_unit /usr/lib/systemd/system/$lb_unit $lb_run $lb_etc; do
        if [ -f $lb_file ]; then lb_main=$lb_file; fi
        case $lb_main in */lib/*) lb_packaged=$lb_main ;; esac
      done
      lb_words=$(exec awk ${program} $lb_packaged \${lb_main:-/dev/null} $lb_etc.d/*.conf $lb_run.d/*.conf /usr/lib/systemd/system/$lb_unit.d/*.conf)
      ${byLine}
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
      ${byWord}
    fi
  `
}

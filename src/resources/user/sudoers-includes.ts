import { sh } from '../../shell/script.ts'

/** `lb_is_read`: follows the lines for files and folders from /etc/sudoers on as sudo does, but for names in quotes or with %h. That file comes with sudo. */
export const isRead = sh`
  lb_is_read() {
    if [ ! -e /etc/sudoers ]; then return 0; fi
    lb_todo=/etc/sudoers lb_left=128
    while [ -n "$lb_todo" ] && [ $lb_left -gt 0 ]; do
      lb_file=\${lb_todo%%${'\n'}*} lb_todo=\${lb_todo#"$lb_file"} lb_left=$((lb_left - 1))
      lb_todo=\${lb_todo#${'\n'}}
      if [ ! -f "$lb_file" ] || [ ! -r "$lb_file" ]; then continue; fi
      while read -r lb_word lb_name lb_rest || [ -n "$lb_word" ]; do
        case $lb_word in [#@]include | [#@]includedir) ;; *) continue ;; esac
        lb_name=\${lb_name%/}
        case $lb_name in /*) ;; *) lb_name=\${lb_file%/*}/$lb_name ;; esac
        case $lb_word in
          ?include) lb_todo=$lb_todo\${lb_todo:+${'\n'}}$lb_name; continue ;;
        esac
        if [ "$lb_name" -ef /etc/sudoers.d ] || [ "$lb_name" = /etc/sudoers.d ]; then return 0; fi
        for lb_name in "$lb_name"/*; do
          case \${lb_name##*/} in *.* | *~) ;; *) lb_todo=$lb_todo\${lb_todo:+${'\n'}}$lb_name ;; esac
        done
      done <"$lb_file"
    done
    return 1
  }
`

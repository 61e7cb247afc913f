import { type Script, sh } from '../shell/script.ts'

/** What is asked of a folder or a file: which it is, its owner and mode in several spellings. */
export const looks = '%d:%i %u:%g %A %a %U:%G'

/**
 * For what changes something at a path. Where only root and we may write in every folder on the way, and none of them is a link, a path
 * means the same each time it is used (`lb_trusted`). Elsewhere another account may swap a name for a link or another file between two
 * looks. There the folder is entered step by step (`lb_enter`), since a shell's working directory can't be swapped; what is new is made in a
 * folder of our own in it (`lb_private`), in which nobody else may write and which nobody else may move elsewhere, and is renamed from
 * there; and what is there gets a second name in it (`lb_pin`), which nobody else can swap. `lb_owners LINE` refuses what is not the folder's owner's,
 * or may have been put there by others: to give that to somebody gives away what is a third party's.
 * All this is POSIX sh and coreutils of EL6. Leaves the path in $lb_path, and ends the subshell it runs in when something is refused.
 */
export function place(path: string | Script): Script {
  return sh`
    lb_path=${path}; lb_path=\${lb_path%/}; lb_path=\${lb_path:-/.}; lb_foreign=''
    lb_refuse() {
      echo "$lb_path: $1" >&2
      if [ -n "$lb_foreign" ]; then echo "Not only $(id -un) may write in $lb_foreign ($lb_who), so names there are not trusted: change it by hand as the folder's owner, or let nobody else write there." >&2; fi
      exit 1
    }
    ${trusted}
    ${enter}
    ${own}
  `
}

/**
 * `lb_trusted`: whether the path may be used as it stands. A sticky folder may be on the way only. `lb_up COMMAND…` adds the folders on the way to a
 * command's operands; of `lb_stat` the first $lb_files are files, and $lb_seen begins with a line for each.
 */
const trusted = sh`
  lb_ours() {
    case $1 in
      *' 0:'*' d'????-??-?' '* | *' 0:'*' d'????????[tT]' '*) ;;
      *' d'????-??-?' '* | *' d'????????[tT]' '*) [ -O "$2" ] ;;
      *) return 1 ;;
    esac
  }
  lb_sticky() { case $1 in *' d'????????[tT]' '*) ;; *) return 1 ;; esac; }
  lb_up() {
    lb_todo=\${lb_path#/} lb_dir=''
    while case $lb_todo in */*) ;; *) false ;; esac; do
      lb_dir=$lb_dir/\${lb_todo%%/*} lb_todo=\${lb_todo#*/}
      set -- "$@" "$lb_dir"
    done
    "$@"
  }
  lb_all_mine() { for lb_dir; do [ -O "$lb_dir" ] && [ ! -L "$lb_dir" ] || return 1; done; }
  lb_trusted() { lb_files=0; lb_up lb_stat /; }
  lb_stat() {
    [ ! -L "$lb_path" ] || return 1
    lb_seen=$(exec stat -c ${looks} -- "$@" 2>/dev/null) || return 1
    lb_rest=$lb_seen
    for lb_dir; do
      lb_here=\${lb_rest%%${'\n'}*} lb_rest=\${lb_rest#*${'\n'}} lb_files=$((lb_files - 1))
      [ $lb_files -ge 0 ] || lb_ours "$lb_here" "$lb_dir" || return 1
    done
    ! lb_sticky "$lb_here"
  }
`

/**
 * `lb_enter FOLLOW MAKE`: goes into the folder of the path and leaves the last name in $lb_name. $lb_foreign then is the first folder on the way in
 * which others may write, if any; $lb_here what is known of the last one. Links are followed where only root or we can have made them, the last
 * name's too with FOLLOW. With MAKE folders on the way are made.
 */
const enter = sh`
  lb_look() { lb_here=$(exec stat -c ${looks} .) || lb_refuse 'a folder on the way can not be looked at'; }
  lb_others() { if [ -z "$lb_foreign" ]; then lb_foreign=$PWD; lb_who=\${lb_here#* * * }; fi; }
  lb_step() {
    lb_from=\${lb_here%% *}
    cd -P "./$1" 2>/dev/null && lb_here=$(exec stat -c ${looks} .. . 2>/dev/null) && [ "\${lb_here%% *}" = "$lb_from" ] || return 1
    lb_here=\${lb_here#*${'\n'}}
  }
  lb_enter() {
    lb_todo=$lb_path lb_links=0
    cd -P /; lb_look
    while :; do
      case $lb_todo in */*) lb_more=1 ;; *) lb_more='' ;; esac
      lb_name=\${lb_todo%%/*} lb_todo=\${lb_todo#*/}
      if [ -L "./$lb_name" ] && [ -n "$lb_more$1" ]; then
        if [ -n "$lb_foreign" ] || lb_sticky "$lb_here"; then lb_others; lb_refuse "$lb_name in $PWD is a link, which is not followed"; fi
        lb_links=$((lb_links + 1)); [ $lb_links -lt 40 ] || lb_refuse 'too many links'
        lb_link=$(exec readlink -- "./$lb_name") || lb_refuse "$lb_name in $PWD can not be read"
        case $lb_link in /*) cd -P /; lb_look ;; esac
        lb_link=\${lb_link%/}; lb_todo=$lb_link\${lb_more:+/$lb_todo}
        continue
      fi
      [ -n "$lb_more" ] || break
      case $lb_name in
        '' | .) continue ;;
        ..) cd -P ..; lb_look; continue ;;
      esac
      if [ -n "$2" ] && [ ! -e "./$lb_name" ]; then mkdir -- "./$lb_name" || exit 1; lb_look; fi
      lb_step "$lb_name" || lb_refuse "there is no folder $lb_name in $PWD, or it was moved while it was entered"
      lb_ours "$lb_here" . || lb_others
    done
    case $lb_name in '' | . | ..) lb_refuse 'the path leads to no name in a folder' ;; esac
    if lb_sticky "$lb_here"; then lb_others; fi
    if [ -z "$lb_foreign" ]; then lb_path=$PWD/$lb_name; fi
  }
`

/**
 * `lb_private`: goes from there into a new folder of our own; `lb_leave` takes it away. What a killed run has left of that kind is taken away first.
 * A default ACL would let others in. A FUSE filesystem of a user's may show anything.
 */
const own = sh`
  lb_is_own() { [ -O . ] && case $lb_here in *' drwx--'[-S]'--- '*) ;; *) false ;; esac; }
  lb_empty() { rm -f -- ./new ./old 2>/dev/null || rmdir -- ./new; cd -P .. && rmdir -- "./$1"; }
  lb_leave() {
    trap - EXIT HUP INT TERM
    case $PWD in */"$lb_own") lb_empty "$lb_own" ;; *) rmdir -- "./$lb_own" 2>/dev/null || : ;; esac
    cd -P /
  }
  lb_owners() {
    lb_uid=\${1#* }; lb_uid=\${lb_uid%%:*}
    case $lb_folder in
      *" $lb_uid:"*' d'????-??-?' '*) ;;
      *) lb_refuse 'it may have been put there by another than its owner, so its owner and mode are not changed' ;;
    esac
  }
  lb_private() {
    lb_folder=$lb_here
    for lb_own in .lbprov-*; do
      lb_pid=\${lb_own#.lbprov-}
      if [ -O "./$lb_own" ] && [ ! -d "/proc/\${lb_pid%%-*}" ]; then ( lb_step "$lb_own" && lb_is_own && lb_empty "$lb_own" ) 2>/dev/null || :; fi
    done
    if grep -qs '^[^ ]* [^ ]* fuse.*user_id=[1-9]' /proc/mounts && [ "$(exec stat -f -c %t .)" = 65735546 ]; then
      lb_refuse 'the folder is on a FUSE filesystem'
    fi
    lb_own=.lbprov-$$-\${lb_token:-}
    trap lb_leave EXIT; trap 'exit 1' HUP INT TERM
    mkdir -m 0700 -- "./$lb_own" || lb_refuse 'no folder of our own can be made beside it'
    lb_look
    if ! lb_step "$lb_own" || ! lb_is_own; then lb_refuse 'the folder that was made beside it is not ours: moved away, or made on a server that does not take us for who we are (NFS with root_squash)'; fi
    case $(exec ls -ld .) in
      ??????????+*) setfacl -bk . || lb_refuse 'the folder has a default ACL, which can not be kept off' ;;
    esac
  }
  lb_pin() {
    if [ -e "../$lb_name" ] || [ -L "../$lb_name" ]; then
      ln -- "../$lb_name" ./old || lb_refuse 'it can not be given a second name'
      if [ -L ./old ] || [ ! -f ./old ]; then lb_refuse 'it is not a regular file'; fi
    fi
  }
  lb_only_here() { [ "$(exec stat -c '%d:%i %h' -- "../$lb_name")" = "$(exec stat -c %d:%i ./old) 2" ] || lb_refuse 'it has further names elsewhere (hard links)'; }
  lb_move() { mv -fT -- ./new "../$lb_name"; sync .. 2>/dev/null || :; }
`

/** Gives ./new, in a folder of our own, the SELinux context that the policy has for the path: restorecon would go by path. */
export const labelNew = sh`
  if [ -e /sys/fs/selinux/enforce ] || [ -e /selinux/enforce ]; then
    if command -v restorecon >/dev/null; then chcon -- "$(matchpathcon -n -- "$lb_path")" ./new; fi
  fi
`

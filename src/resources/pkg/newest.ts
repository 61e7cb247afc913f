import { type Script, sh } from '../../shell/script.ts'

/**
 * Prints the version that an upgrade would bring, as `version` of pkg takes it; nothing where the newest one is there. yum asks its repositories
 * itself, apt goes by the lists at hand unless they are to be `fetched`.
 */
export function newestVersion(name: string, { fetched }: { readonly fetched: boolean }): Script {
  return sh`
    if command -v apt-get >/dev/null 2>&1; then
      ${fetched ? sh`apt-get -q update >&2` : sh`:`}
      apt-cache policy -- ${name} | awk '$1 == "Installed:" { old = $2 } $1 == "Candidate:" { new = $2 } END { if (new != old && new != "(none)") print new }'
    else
      yum -q list updates ${name} 2>/dev/null | awk -v name=${`${name}.`} 'index($1, name) == 1 { sub(/^[0-9]+:/, "", $2); found = $2 } END { if (found != "") print found }'
    fi
  `
}

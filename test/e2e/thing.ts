import { on } from './support.ts'

/** A package that restarts what serves, as an upgrade of it would; `version` is installed or in the machine's repository. */
const packageOf = (version: string) => `
  set -e
  rm -rf /tmp/thing; mkdir -p /tmp/thing/DEBIAN
  printf 'Package: thing\\nVersion: ${version}\\nArchitecture: all\\nMaintainer: lab\\nDescription: a thing\\n' >/tmp/thing/DEBIAN/control
  printf '#!/bin/sh\\nsystemctl try-restart nginx keepalived 2>/dev/null || :\\n' >/tmp/thing/DEBIAN/postinst
  chmod 0755 /tmp/thing/DEBIAN/postinst
  dpkg-deb -b /tmp/thing /srv/repo/thing_${version}.deb >/dev/null
`
const offer = `${packageOf('2')}
  cd /srv/repo
  awk 'BEGIN { RS = ""; ORS = "\\n\\n" } !/^Package: thing\\n/' Packages >others
  { cat others; dpkg-deb -f thing_2.deb; printf 'Filename: ./thing_2.deb\\nSize: %s\\nSHA256: %s\\n\\n' "$(stat -c %s thing_2.deb)" "$(sha256sum thing_2.deb | cut -d' ' -f1)"; } >Packages; rm others
  printf 'Origin: lab\\nSuite: lab\\nDate: %s\\nSHA256:\\n %s %s Packages\\n' "$(date -Ru)" "$(sha256sum Packages | cut -d' ' -f1)" "$(stat -c %s Packages)" >Release
`

/** Version 1 of it on those machines, and version 2 to be had there. */
export async function installThing(names: readonly string[]): Promise<void> {
  for (const name of names) await on(name, `${packageOf('1')} dpkg -i /srv/repo/thing_1.deb >/dev/null; ${offer}`)
}

export function thingVersions(names: readonly string[]): Promise<string[]> {
  return Promise.all(names.map(async (name) => (await on(name, "dpkg-query -W -f '${Version}' thing")).stdout))
}

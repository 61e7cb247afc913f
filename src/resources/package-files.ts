/** `bearsOnPackages` of a kind that writes files: those of the package tools bear on packages, no others. */
export function bearsOnPackages(path: string): boolean {
  return /^\/(etc\/(apt|dpkg|yum|dnf|pki|rpm)|usr\/share\/keyrings)\b/.test(path)
}

/** A role of a token or a setting, as roles are compared: without case and a leading `ROLE_`. */
export function roleName(role: string): string {
  return role
    .trim()
    .toLowerCase()
    .replace(/^role_/, '')
}

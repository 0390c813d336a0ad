import { createHmac } from 'node:crypto'

/** Without a key the hash still differs from that of another service for the same owner. */
const defaultKey = 'jiraiya'

/** By this the provider distinguishes owners; it does not contain their names. */
export function safetyIdentifier(owner: string, key = defaultKey): string {
  return createHmac('sha256', key).update(owner).digest('hex')
}

/** A backend: Node 20.19 or newer. */

import { createHmac } from 'node:crypto'
import { AuthenticationError, type Principal, type JiraiyaClient } from '@kuybi/jiraiya-client'

/** For a service token; the service has the same secret as SERVICE_JWT_SECRET. */
export interface ServiceIdentity {
  readonly secret: string
  /** The name of this backend. */
  readonly issuer: string
  /** The name for which SERVICE_SCOPES lists the scopes. */
  readonly subject: string
}

/**
 * A signed token (RFC 7519, HS256). The client calls a function before each attempt, so the token may
 * be short-lived: `new JiraiyaClient({ baseUrl, token: () => serviceToken(identity) })`.
 */
export function serviceToken(
  { secret, issuer, subject }: ServiceIdentity,
  lifeSeconds = 60
): string {
  const iat = Math.floor(Date.now() / 1000)
  const exp = iat + lifeSeconds
  const claims = { typ: 'service', iss: issuer, sub: subject, aud: 'jiraiya', iat, exp }
  const body = [{ alg: 'HS256', typ: 'JWT' }, claims].map(encode).join('.')
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}

/** The claims and scopes of a token that another client presented; undefined if it is not valid. */
export async function inspectToken(
  jiraiya: JiraiyaClient,
  token: string
): Promise<Principal | undefined> {
  try {
    return await jiraiya.with({ apiKey: undefined, token }).validateCredential()
  } catch (error) {
    if (error instanceof AuthenticationError) return undefined
    throw error
  }
}

import type { JiraiyaClientOptions } from '../client-options.js'
import { version } from '../generated/version.js'

interface Process {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly versions?: { readonly node?: string }
}

/** Undefined in a page. It is not imported from Node, because pages load this file too. */
const { process } = globalThis as { readonly process?: Process }
const node = process?.versions?.node

/**
 * The options with what they leave out taken from JIRAIYA_URL, JIRAIYA_API_KEY and JIRAIYA_TOKEN. A credential is
 * taken only if the options name none, so that a client for a user never sends the key of its backend.
 */
export function withEnvironment(options: JiraiyaClientOptions): JiraiyaClientOptions {
  const { JIRAIYA_URL: baseUrl, JIRAIYA_API_KEY: apiKey, JIRAIYA_TOKEN: token } = process?.env ?? {}
  const hasCredential = 'apiKey' in options || 'token' in options
  return {
    // First, so that it is the first problem that a person reads.
    baseUrl,
    ...(!hasCredential && apiKey && { apiKey }),
    ...(!hasCredential && token && { token }),
    ...options,
    ...(options.baseUrl === undefined && { baseUrl })
  }
}

/** Pages must not send the header: a browser has its own, and CORS would have to allow it. */
export const userAgent: Readonly<Record<string, string>> =
  node === undefined ? {} : { 'User-Agent': `jiraiya-client/${version} node/${node}` }

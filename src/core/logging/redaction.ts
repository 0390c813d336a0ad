/**
 * Paths that pino redacts in logged objects of NestJS and other libraries. The service's own lines name
 * each of their fields and are not searched, because that takes twenty times as long as writing them.
 */
export const redactedPaths: readonly string[] = [
  'authorization',
  'apiKey',
  'api_key',
  'password',
  'secret',
  'token',
  'keywords',
  'prompt',
  'content',
  'title',
  'text',
  'body',
  'headers'
].flatMap(name => [name, `*.${name}`, `*.*.${name}`])

export const censor = '[REDACTED]'

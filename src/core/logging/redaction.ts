/**
 * Paths that pino redacts in every logged object. No code logs these fields; this is a second line
 * of defense.
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

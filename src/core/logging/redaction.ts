/**
 * Paths that pino censors wherever an object with them is logged. Nothing here should ever be
 * logged in the first place; this is the second lock on the door.
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

import { createHash, randomBytes } from 'node:crypto'

/** `npm run key -- dashboard stories act-as`: a new API key and its entry for API_KEYS. */

const known = ['stories', 'act-as', 'tokens:issue', 'admin']
const [name, ...scopes] = process.argv.slice(2)
const wanted = scopes.length > 0 ? scopes : ['stories']
const unknown = wanted.filter(scope => !known.includes(scope))

if (name === undefined || !/^[A-Za-z0-9._-]{1,64}$/.test(name) || unknown.length > 0) {
  process.stderr.write(`usage: npm run key -- NAME [SCOPE …]   scopes: ${known.join(', ')}\n`)
  process.exit(2)
}

const key = `jir_${randomBytes(32).toString('base64url')}`
const sha256 = createHash('sha256').update(key).digest('hex')

process.stdout.write(`The key, shown only now; give it to ${name}:

  ${key}

Its entry in API_KEYS, a JSON list (only the digest is kept):

  ${JSON.stringify({ name, sha256, scopes: wanted })}
`)

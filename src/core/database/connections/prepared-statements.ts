import { createHash } from 'node:crypto'

/** More than the service has. The limit bounds the memory of a connection. */
const most = 100
const digestLength = 24

/**
 * Names of prepared statements. The statements of the ledger are long, and parsing them is most of
 * their cost. Only writes are prepared, because a prepared `SELECT *` fails after a migration has added
 * a column. A name is a digest of its text, because a pooler may share a session with another version of
 * the service, whose statement of the same name would be executed.
 */
export class PreparedStatements {
  private readonly names = new Map<string, string>()

  nameOf(text: string, values: readonly unknown[]): string | undefined {
    if (values.length === 0 || reads.test(text)) return undefined
    const known = this.names.get(text)
    if (known !== undefined || this.names.size >= most) return known
    const digest = createHash('sha256').update(text).digest('hex').slice(0, digestLength)
    const name = `jiraiya_${digest}`
    this.names.set(text, name)
    return name
  }
}

const reads = /^\s*select\b|\breturning \*/i

/** More than the service has of its own; beyond that a connection's memory would grow. */
const most = 100

/**
 * Names under which a connection keeps statements parsed and planned: the books' are long, and most of
 * what they cost PostgreSQL is to read them. Only what writes has one: a `SELECT *` kept so would fail
 * once a migration had added a column.
 */
export class PreparedStatements {
  private readonly names = new Map<string, string>()

  nameOf(text: string, values: readonly unknown[]): string | undefined {
    if (values.length === 0 || reads.test(text)) return undefined
    const known = this.names.get(text)
    if (known !== undefined || this.names.size >= most) return known
    const name = `jiraiya_${this.names.size}`
    this.names.set(text, name)
    return name
  }
}

const reads = /^\s*select\b|\breturning \*/i

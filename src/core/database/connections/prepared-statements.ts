/** More than the service has. The limit bounds the memory of a connection. */
const most = 100

/**
 * Names of prepared statements. The statements of the ledger are long, and parsing them is most of
 * their cost. Only writes are prepared, because a prepared `SELECT *` fails after a migration has added
 * a column.
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

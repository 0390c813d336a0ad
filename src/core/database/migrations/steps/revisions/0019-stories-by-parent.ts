/** Its index is all that this step adds: the column has to exist before the index is built. */
export async function up(): Promise<void> {}

export const concurrently: Readonly<Record<string, string>> = {
  stories_by_parent: 'ON stories (owner, parent_id) WHERE parent_id IS NOT NULL'
}

export const minCompatibleVersion = '0004-usage-of-before'

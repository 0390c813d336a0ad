/** The options that this process of Node.js was started with; the last of several counts. */
export function nodeOptions(): readonly string[] {
  const fromEnvironment = process.env['NODE_OPTIONS']?.split(/\s+/) ?? []
  return [...fromEnvironment, ...process.execArgv]
}

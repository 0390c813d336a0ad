export interface Selector {
  readonly name: string
  readonly matchers: string
}

/** The metrics in a PromQL expression; a name before a bracket is a function. */
export function selectorsOf(expr: string): readonly Selector[] {
  return [
    ...expr
      .replaceAll(/\b(by|on)\s*\([^)]*\)/g, ' ')
      .matchAll(/([a-z][\w:]*)(?:\{([^}]*)\}|(?=[[)\s]|$))/gi)
  ]
    .map(([, name = '', matchers = '']) => ({ name, matchers }))
    .filter(({ name }) => /[_:]|^up$/.test(name))
}

/** The name of the histogram that a series belongs to. The name of a counter may end in _sum too. */
export function baseOf(name: string): string {
  return name.replace(/_(bucket|count|sum)$/, '')
}

export interface Selector {
  readonly name: string
  readonly matchers: string
}

/** The metrics that a PromQL expression asks for; a name before a bracket is a function. */
export function selectorsOf(expr: string): readonly Selector[] {
  return [
    ...expr
      .replaceAll(/\b(by|on)\s*\([^)]*\)/g, ' ')
      .matchAll(/([a-z][\w:]*)(?:\{([^}]*)\}|(?=[[)\s]|$))/gi)
  ]
    .map(([, name = '', matchers = '']) => ({ name, matchers }))
    .filter(({ name }) => /[_:]|^up$/.test(name))
}

/** Of a histogram's series, the histogram; a counter may end in _sum by its own name. */
export function baseOf(name: string): string {
  return name.replace(/_(bucket|count|sum)$/, '')
}

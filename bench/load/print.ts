import { loadavg } from 'node:os'

export function say(text: string): void {
  process.stdout.write(`${text}\n`)
}

export const ms = (value: number): string => value.toFixed(1)

/** Prints Markdown, so that the output can be stored in bench/results. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return ['', line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n')
}

/** Other work on the machine changes all times. */
export function sayLoad(): void {
  const load = loadavg().map(ms).join(', ')
  say(`Load of the machine in 1, 5 and 15 minutes: ${load}.`)
}

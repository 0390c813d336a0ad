import { parseJson } from '#core/config/setting.decorators.js'

/** US dollars per million tokens, by model. */
export type ConfiguredPrices = Readonly<
  Record<string, { readonly input: number; readonly cachedInput?: number; readonly output: number }>
>

/** `OPENAI_PRICES`. */
export function parsePrices(text: string): ConfiguredPrices | undefined {
  const table = parseJson(text)
  if (typeof table !== 'object' || table === null || Array.isArray(table)) return undefined
  const rows: readonly unknown[] = Object.values(table)
  return rows.every(isPrice) ? (table as ConfiguredPrices) : undefined
}

function isPrice(row: unknown): boolean {
  if (typeof row !== 'object' || row === null) return false
  const { input, output, cachedInput = 0 } = row as Readonly<Record<string, unknown>>
  return [input, output, cachedInput].every(
    price => typeof price === 'number' && Number.isFinite(price) && price >= 0
  )
}

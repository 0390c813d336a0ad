import type { SortKey } from '#core/paging/slice.js'
import { ValidationFailed } from './validation.js'

/** Whether a text is a possible value of a sort key; PostgreSQL rejects any other. */
export type KeyCheck = (value: string) => boolean

export const maxCursorLength = 2048

/**
 * The keyset cursor of a list: the sort key of the last entry, which the statement of the next page compares.
 *
 * @param list identifies the list, with its order and filters
 */
export function encodeCursor(list: string, key: SortKey): string {
  return Buffer.from(JSON.stringify([list, ...key])).toString('base64url')
}

/** @throws ValidationFailed if the text is not a cursor of this list */
export function decodeCursor(text: string, list: string, checks: readonly KeyCheck[]): SortKey {
  const [of, ...key] = parsed(text)
  if (of === list && isKey(key, checks)) return key
  const messages = ['must be the nextCursor of a response of the same list']
  throw new ValidationFailed([{ field: 'cursor', messages }])
}

function parsed(text: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString())
    return Array.isArray(parts) ? parts : []
  } catch {
    return []
  }
}

function isKey(values: readonly unknown[], checks: readonly KeyCheck[]): values is SortKey {
  if (values.length !== checks.length) return false
  return checks.every((check, index) => {
    const value = values[index]
    return typeof value === 'string' && check(value)
  })
}

export const isText: KeyCheck = () => true
export const isFlag: KeyCheck = value => value === 'true' || value === 'false'
export const isInteger: KeyCheck = value => /^\d{1,9}$/.test(value)
export const isBigInteger: KeyCheck = value => /^\d{1,18}$/.test(value)
export const isDecimal: KeyCheck = value => /^-?\d{1,12}(\.\d{1,12})?$/.test(value)
/** A time of this millennium or the last one, as `Date` writes it. */
export const isTime: KeyCheck = value => {
  const time = new Date(value)
  return /^[12]/.test(value) && !Number.isNaN(time.getTime()) && time.toISOString() === value
}
/** A date of this millennium or the last one. */
export const isDay: KeyCheck = value => isTime(`${value}T00:00:00.000Z`)

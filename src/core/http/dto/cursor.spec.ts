import {
  decodeCursor,
  encodeCursor,
  isBigInteger,
  isDay,
  isDecimal,
  isFlag,
  isInteger,
  isText,
  isTime,
  maxCursorLength,
  type KeyCheck
} from './cursor.js'

const key = ['2026-11-20T12:00:00.000Z', '4711'] as const
const checks = [isTime, isBigInteger]

function encoded(parts: unknown): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

describe('A cursor', () => {
  it('has a position in its list', () => {
    expect(decodeCursor(encodeCursor('events', key), 'events', checks)).toEqual(key)
  })

  it('has at most its maximum length, even with 200 characters outside the basic plane', () => {
    const long = ['1000000', '10000', 'false', '\u{1F98A}'.repeat(200), 'x'.repeat(36)]
    const text = encodeCursor('x'.repeat(11), long)
    expect(text.length).toBeLessThanOrEqual(maxCursorLength)
    expect(
      decodeCursor(
        text,
        'x'.repeat(11),
        long.map(() => isText)
      )
    ).toEqual(long)
  })

  it.each([
    ['of another list', encodeCursor('others', key)],
    ['that is not JSON', 'abc'],
    ['that is no list of values', encoded({ 0: 'events' })],
    ['without a key', encoded(['events'])],
    ['with a shorter key', encoded(['events', key[0]])],
    ['with a longer key', encoded(['events', ...key, '1'])],
    ['with a number in its key', encoded(['events', key[0], 4711])],
    ['with a time that does not exist', encoded(['events', '2026-02-30T12:00:00.000Z', '1'])]
  ])('%s is refused by name', (_, text) => {
    expect(() => decodeCursor(text, 'events', checks)).toThrow(
      expect.objectContaining({ problems: [{ field: 'cursor', messages: [expect.any(String)] }] })
    )
  })

  it.each<[string, KeyCheck, readonly string[], readonly string[]]>([
    ['flags', isFlag, ['true', 'false'], ['', 'yes']],
    ['integers', isInteger, ['0', '2000'], ['', '-1', '1.5', '9999999999', 'NaN']],
    ['bigints', isBigInteger, ['1', '999999999999999999'], ['', '9223372036854775808', '1e3']],
    ['decimals', isDecimal, ['0', '-1.5', '12.000000000001'], ['', 'NaN', 'Infinity', '1.']],
    ['times', isTime, ['1970-01-01T00:00:00.000Z'], ['', 'now', '0000-01-01T00:00:00.000Z']],
    ['days', isDay, ['2026-11-20'], ['', '2026-02-30', '+012026-01-01', 'today']]
  ])('has only %s that PostgreSQL takes', (_, check, taken, refused) => {
    expect(taken.filter(value => !check(value))).toEqual([])
    expect(refused.filter(check)).toEqual([])
  })
})

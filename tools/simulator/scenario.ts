import { parseFaultRules, type FaultRule } from './faults/fault-rule.ts'
import { asNumber, isObject } from './api/json.ts'

/** How a simulator behaves from its start, and again after each reset. */
export interface Scenario {
  readonly seed?: number
  /** The pace of writing; without it answers come at once. */
  readonly charsPerSecond?: number
  readonly faults?: readonly FaultRule[]
  /** The server to imitate: the name of a file of `dialects/`. */
  readonly dialect?: string
}

const fields = new Set(['description', 'seed', 'charsPerSecond', 'faults', 'dialect'])

/** @throws TypeError that names what is wrong */
export function parseScenario(input: unknown): Scenario {
  if (!isObject(input)) throw new TypeError('A scenario is a JSON object')
  const unknownField = Object.keys(input).find(field => !fields.has(field))
  if (unknownField !== undefined)
    throw new TypeError(`Unknown field of a scenario: ${unknownField}`)
  const seed = optionalNumber(input['seed'], 'seed')
  const charsPerSecond = optionalNumber(input['charsPerSecond'], 'charsPerSecond')
  if (charsPerSecond !== undefined && charsPerSecond <= 0) {
    throw new TypeError('"charsPerSecond" is a number above 0')
  }
  const { dialect } = input
  if (dialect !== undefined && typeof dialect !== 'string') {
    throw new TypeError('"dialect" is a string')
  }
  return {
    ...(dialect === undefined ? {} : { dialect }),
    ...(seed === undefined ? {} : { seed }),
    ...(charsPerSecond === undefined ? {} : { charsPerSecond }),
    faults: parseFaultRules(input['faults'] ?? [])
  }
}

function optionalNumber(value: unknown, name: string): number | undefined {
  const number = asNumber(value)
  if (value !== undefined && number === undefined) throw new TypeError(`"${name}" is a number`)
  return number
}

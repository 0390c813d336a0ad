import { asNumber, isObject } from '../api/json.ts'
import { faultGroups, type FaultGroup, type FaultName } from './faults.ts'

const faultTargets = [
  'any',
  'write',
  'edit',
  'continue',
  'revise',
  'rewrite',
  'title',
  'plan',
  'stream',
  'models',
  'moderations'
] as const
type FaultTarget = (typeof faultTargets)[number]

export interface FaultRule {
  readonly fault: FaultName
  readonly value?: number | string
  /** How often the rule applies. Default: always. */
  readonly times?: number
  /** The first n matching calls pass. */
  readonly skip?: number
  /** Between 0 and 1; drawn from the simulator's seed. */
  readonly probability?: number
  /** Which calls; `any` when missing. */
  readonly on?: FaultTarget
  /** Only calls that ask for this section of a longer story. */
  readonly section?: number
  /** Only calls that ask for this model. */
  readonly model?: string
}

const groupOf = new Map<string, FaultGroup>(
  Object.entries(faultGroups).flatMap(([group, names]) =>
    names.map(name => [name, group as FaultGroup] as const)
  )
)

export const faultNames: readonly FaultName[] = Object.values(faultGroups).flat()

export function groupOfFault(fault: FaultName): FaultGroup {
  return groupOf.get(fault) as FaultGroup
}

/** @throws TypeError that names what is wrong: a test with a mistyped fault must not pass. */
export function parseFaultRules(input: unknown): FaultRule[] {
  if (!Array.isArray(input)) throw new TypeError('Fault rules are a JSON list')
  return input.map(parseFaultRule)
}

const numbers = ['times', 'skip', 'probability', 'section']
const knownFields = new Set(['fault', 'value', 'on', 'model', ...numbers])

function parseFaultRule(input: unknown): FaultRule {
  if (!isObject(input))
    throw new TypeError('A fault rule is an object such as {"fault":"status-500"}')
  const unknownField = Object.keys(input).find(field => !knownFields.has(field))
  if (unknownField !== undefined)
    throw new TypeError(`Unknown field of a fault rule: ${unknownField}`)
  const { value, on, model } = input
  if (value !== undefined && typeof value !== 'string' && asNumber(value) === undefined) {
    throw new TypeError('The value of a fault is a number or a string')
  }
  if (on !== undefined && !faultTargets.includes(on as FaultTarget)) {
    throw new TypeError(`Unknown "on" of a fault rule: ${JSON.stringify(on)}`)
  }
  if (model !== undefined && typeof model !== 'string') throw new TypeError('"model" is a string')
  for (const field of numbers) {
    const number = asNumber(input[field])
    if (input[field] !== undefined && (number === undefined || number < 0)) {
      throw new TypeError(`"${field}" of a fault rule is a number from 0`)
    }
  }
  return { ...input, fault: parseFaultName(input['fault']) }
}

function parseFaultName(name: unknown): FaultName {
  if (typeof name === 'string' && groupOf.has(name)) return name as FaultName
  throw new TypeError(`Unknown simulator fault: ${String(name)}`)
}

/** `name[=value][;name[=value]…]`, as in the header `x-simulator-fault`. */
export function parseFaultHeader(header: string): FaultRule[] {
  return header
    .split(';')
    .map(part => part.trim())
    .filter(part => part !== '')
    .map(part => {
      const [name = '', ...rest] = part.split('=')
      const fault = parseFaultName(name.trim())
      const text = rest.join('=').trim()
      if (text === '') return { fault }
      return { fault, value: /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : text }
    })
}

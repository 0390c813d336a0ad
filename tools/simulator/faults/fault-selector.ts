import { createRandom, type Random } from '../story/text/random.ts'
import { groupOfFault, type FaultRule } from './fault-rule.ts'
import type { FaultGroup, FaultName } from './faults.ts'
import { hitsParameterFault } from './parameter-faults.ts'
import type { JsonObject } from '../api/json.ts'
import type { Task } from '../answers/prompt.ts'

/** What a rule matches on. */
export interface CallFacts {
  readonly route: 'chat' | 'models' | 'moderations'
  readonly task?: Task
  readonly section?: number
  readonly stream?: boolean
  readonly model?: string
  readonly body: JsonObject
}

interface Entry {
  readonly rule: FaultRule
  readonly random: Random
  matched: number
  served: number
}

const groupsOfAnyRoute: ReadonlySet<FaultGroup> = new Set([
  'answer',
  'firstByte',
  'pace',
  'interruption'
])

/** The faults that one call serves. */
export class ChosenFaults {
  /** Resolves when other rules are set. */
  readonly replaced: Promise<void>
  private readonly byGroup: ReadonlyMap<FaultGroup, FaultRule>

  constructor(
    byGroup: ReadonlyMap<FaultGroup, FaultRule>,
    replaced: Promise<void> = Promise.resolve()
  ) {
    this.byGroup = byGroup
    this.replaced = replaced
  }

  names(): readonly FaultName[] {
    return [...this.byGroup.values()].map(rule => rule.fault)
  }

  has(fault: FaultName): boolean {
    return this.byGroup.get(groupOfFault(fault))?.fault === fault
  }

  of(group: FaultGroup): FaultRule | undefined {
    return this.byGroup.get(group)
  }

  number(fault: FaultName, otherwise: number): number {
    const value = this.has(fault) ? this.of(groupOfFault(fault))?.value : undefined
    const number = Number(value)
    return value === undefined || Number.isNaN(number) ? otherwise : number
  }
}

/** The rules in force, and how often each has matched and been served. */
export class FaultSelector {
  private readonly seed: number
  private entries: Entry[] = []
  private replaced = Promise.withResolvers<void>()

  constructor(seed: number) {
    this.seed = seed
  }

  set(rules: readonly FaultRule[]): void {
    this.replaced.resolve()
    this.replaced = Promise.withResolvers()
    this.entries = rules.map((rule, index) => ({
      rule,
      random: createRandom(this.seed * 1_000 + index),
      matched: 0,
      served: 0
    }))
  }

  /** Faults in the header of the call take precedence over the rules. */
  choose(facts: CallFacts, fromHeader: readonly FaultRule[]): ChosenFaults {
    const chosen = new Map<FaultGroup, FaultRule>()
    const header = fromHeader.map(rule => ({ rule, random: () => 0, matched: 0, served: 0 }))
    const entries = [...header, ...this.entries]
    // Answer faults come first: no other fault is used up by a call that they answer.
    const answers = entries.filter(({ rule }) => groupOfFault(rule.fault) === 'answer')
    const others = entries.filter(({ rule }) => groupOfFault(rule.fault) !== 'answer')
    for (const entry of [...answers, ...others]) {
      const group = groupOfFault(entry.rule.fault)
      const answered = chosen.has('answer') && group !== 'firstByte'
      if (chosen.has(group) || answered || !matches(entry.rule, group, facts)) continue
      if (isServed(entry)) chosen.set(group, entry.rule)
    }
    return new ChosenFaults(chosen, this.replaced.promise)
  }
}

function isServed(entry: Entry): boolean {
  const { times = Infinity, skip = 0, probability = 1 } = entry.rule
  entry.matched += 1
  if (entry.matched <= skip || entry.served >= times) return false
  if (probability < 1 && entry.random() >= probability) return false
  entry.served += 1
  return true
}

function matches(rule: FaultRule, group: FaultGroup, facts: CallFacts): boolean {
  if (facts.route !== 'chat' && !groupsOfAnyRoute.has(group)) return false
  if (rule.model !== undefined && rule.model !== facts.model) return false
  if (rule.section !== undefined && rule.section !== facts.section) return false
  if (!matchesTarget(rule, facts)) return false
  return hitsParameterFault(rule.fault, facts)
}

function matchesTarget(rule: FaultRule, facts: CallFacts): boolean {
  const on = rule.on ?? 'any'
  switch (on) {
    case 'any':
      return true
    case 'write':
    case 'edit':
    case 'continue':
    case 'revise':
    case 'rewrite':
    case 'title':
    case 'plan':
      return facts.task === on
    case 'stream':
      return facts.stream === true
    case 'models':
    case 'moderations':
      return facts.route === on
    default:
      return on satisfies never
  }
}

import type { JiraiyaClientOptions } from '../client-options.js'
import { InvalidOptionsError } from './invalid-options-error.js'

/** A text that names the problem of a value, or undefined. */
type Check = (value: unknown) => string | undefined

const isWhole = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 1
const isAmount = (value: unknown): boolean => typeof value === 'number' && value >= 0

const count = problemUnless(isWhole, 'must be a whole number of at least 1')
const milliseconds = problemUnless(isAmount, 'must be a number of milliseconds, at least 0')
const aFunction = problemUnless(value => typeof value === 'function', 'must be a function')

const checks: Readonly<Record<keyof JiraiyaClientOptions, Check>> = {
  baseUrl: urlProblem,
  token: secretProblem,
  apiKey: secretProblem,
  actAs: problemUnless(
    value => typeof value === 'string' && /^[\w.:@-]{1,128}$/.test(value),
    'must be 1 to 128 of A-Z a-z 0-9 . _ : @ -'
  ),
  correlationId: value =>
    typeof value === 'function' || isId(value)
      ? undefined
      : 'must be 8 to 128 of A-Z a-z 0-9 . _ -, or a function',
  fetch: aFunction,
  onAttempt: aFunction,
  timeouts: problemsOfFields({
    generationMs: milliseconds,
    otherMs: milliseconds,
    streamIdleMs: milliseconds
  }),
  retry: problemsOfFields({
    maxAttempts: count,
    baseDelayMs: milliseconds,
    maxDelayMs: milliseconds,
    withinMs: milliseconds
  })
}

/** @throws InvalidOptionsError that names every problem. It does not contain a credential. */
export function checkOptions(options: JiraiyaClientOptions): void {
  const problems = fieldProblems(checks, options)
  if (options.baseUrl === undefined) problems.unshift('baseUrl is missing: set it, or JIRAIYA_URL')
  if (options.fetch === undefined && typeof globalThis.fetch !== 'function')
    problems.push('fetch is missing: this runtime has none, Node has it from version 18')
  if (problems.length > 0) throw new InvalidOptionsError(problems)
}

/** What prevents a credential from being sent in a header, or undefined. */
export function secretProblem(value: unknown): string | undefined {
  if (typeof value === 'function') return undefined
  if (typeof value !== 'string') return 'must be a string or a function'
  if (value === '') return 'is empty'
  return /^[!-~]+$/.test(value)
    ? undefined
    : 'has a character that a header cannot have, for example a space or a line break at its end'
}

function urlProblem(value: unknown): string | undefined {
  const example = 'must be like https://stories.example.com'
  if (typeof value !== 'string') return example
  // In a page the address may be relative to the page.
  if (/^(\/|$)/.test(value))
    return 'location' in globalThis ? undefined : `${example}, not relative`
  const url = URL.canParse(value) ? new URL(value) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) return `${example}, not "${value}"`
  if (url.username !== '' || url.password !== '') return 'must not contain a user or a password'
  if (url.search !== '' || url.hash !== '') return 'must end before "?" and "#"'
  return /\/api(\/v1)?\/?$/.test(url.pathname) ? 'must end before /api' : undefined
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && /^[\w.-]{8,128}$/.test(value)
}

function problemUnless(isValid: (value: unknown) => boolean, problem: string): Check {
  return value => (isValid(value) ? undefined : problem)
}

function problemsOfFields(fields: Readonly<Record<string, Check>>): Check {
  return value => {
    if (typeof value !== 'object' || value === null) return 'must be an object'
    return fieldProblems(fields, value).join(', ') || undefined
  }
}

function fieldProblems(fields: Readonly<Record<string, Check>>, options: object): string[] {
  return Object.entries(options).flatMap(([name, value]: [string, unknown]) => {
    if (value === undefined) return []
    if (!Object.hasOwn(fields, name))
      return [`${name} is not an option; the options are ${Object.keys(fields).join(', ')}`]
    const problem = fields[name]?.(value)
    return problem === undefined ? [] : [`${name} ${problem}`]
  })
}

import type { CommandRun, DocumentedCommand } from '../service/documented-commands.js'

/**
 * Where a run is not as its document says: the status (2xx unless a status line is shown), the headers
 * shown, the fields of the body. Values may differ but for those that a program would switch on; `…`
 * stands for any text, and as a name for fields that are left out.
 */
export function differences(
  { answer }: DocumentedCommand,
  { output, errors, code, received }: CommandRun
): readonly string[] {
  if (code !== 0) return [`the shell ended with ${code}: ${errors}${output}`]
  const last = received.at(-1)
  if (last === undefined) return ['curl received no response']
  const refused = (answer?.language === 'http' ? received.slice(0, -1) : received).filter(
    ({ status }) => status >= 300
  )
  if (refused.length > 0) return refused.map(({ statusLine }) => `${statusLine}: ${output}`)
  if (answer === undefined) return []
  const { language, text } = answer
  switch (language) {
    case 'json':
      return inBody(text, output)
    case 'text':
      return text.startsWith('event: ') ? inEvents(text, output) : inMetrics(text, output)
    case 'http': {
      const [head = '', shownBody = ''] = halves(text)
      const [statusLine = '', ...headers] = head.split('\n')
      return [
        ...(statusLine === last.statusLine ? [] : [`${last.statusLine}, not ${statusLine}`]),
        ...headers.flatMap(header => inHeader(header, last.headers)),
        ...inBody(shownBody, halves(output)[1] ?? '')
      ]
    }
    default:
      return language satisfies never
  }
}

/** Fields whose values a program may rely on exactly. */
const exact = new Set([
  'success',
  'statusCode',
  'message',
  'detail',
  'code',
  'category',
  'retryable',
  'field',
  'valid',
  'kind',
  'token_type',
  'status',
  'ready',
  'alive',
  'started',
  'type',
  'priority',
  'scope',
  'period',
  'unit',
  'policy',
  'groupBy',
  'action'
])

function halves(text: string): readonly string[] {
  const plain = text.replaceAll('\r', '')
  const at = plain.indexOf('\n\n')
  return at < 0 ? [plain.trim(), ''] : [plain.slice(0, at), plain.slice(at + 2)]
}

function inHeader(shown: string, real: ReadonlyMap<string, string>): readonly string[] {
  const [name = '', value = ''] = shown.split(/:\s*(.*)/s)
  const actual = real.get(name.toLowerCase())
  if (actual === undefined) return [`no header ${name}`]
  // Ids, times and counts differ in each run.
  return /\d/.test(value) || value === actual ? [] : [`${name} is ${actual}, not ${value}`]
}

function inBody(shown: string, real: string): readonly string[] {
  if (shown.trim() === '' && real.trim() === '') return []
  try {
    return inValue('', JSON.parse(shown), JSON.parse(real))
  } catch (error) {
    return [`no JSON, ${String(error)}: ${real}`]
  }
}

function inValue(path: string, shown: unknown, real: unknown): readonly string[] {
  if (Array.isArray(shown)) return inList(path, shown, real)
  if (isFields(shown)) return inFields(path, shown, real)
  // If one of the two is empty, there is nothing to compare.
  if (shown === null || real === null) return []
  if (typeof shown !== typeof real) return [`${path} is ${typeof real}, not ${typeof shown}`]
  const name = path.replace(/^.*\./, '')
  return exact.has(name) && shown !== real ? [`${path} is ${JSON.stringify(real)}`] : []
}

/** Only the first item of a list is compared; the length may differ. */
function inList(path: string, shown: readonly unknown[], real: unknown): readonly string[] {
  if (!Array.isArray(real)) return [`${path} is no list`]
  if (shown.length === 0) return []
  return real.length === 0 ? [`${path} is empty`] : inValue(`${path}[]`, shown[0], real[0])
}

function inFields(path: string, shown: Fields, real: unknown): readonly string[] {
  if (!isFields(real)) return [`${path} is no object`]
  const { '…': rest, ...named } = shown
  const known = new Set(Object.keys(named))
  const unnamed = rest === undefined ? Object.keys(real).filter(name => !known.has(name)) : []
  return [
    ...unnamed.map(name => `${path}.${name} is not shown`),
    ...Object.entries(named).flatMap(([name, value]) =>
      name in real
        ? inValue(`${path}.${name}`, value, real[name])
        : [`${path}.${name} is not there`]
    )
  ]
}

/** The names of events in their order, and the fields of each. */
function inEvents(shown: string, real: string): readonly string[] {
  const [expected, actual] = [eventsIn(shown), eventsIn(real)]
  const names = (events: typeof actual): string => [...events.keys()].join(', ')
  if (names(expected) !== names(actual)) return [`the events are ${names(actual)}`]
  return [...expected].flatMap(([name, data]) => inValue(name, data, actual.get(name)))
}

function eventsIn(text: string): ReadonlyMap<string, unknown> {
  return new Map(
    Array.from(text.matchAll(/^event: (\w+)\r?\ndata: (.*)$/gm), ([, name = '', data = '']) => [
      name,
      JSON.parse(data) as unknown
    ])
  )
}

/** Each line shown is a series that is there, whatever its value. */
function inMetrics(shown: string, real: string): readonly string[] {
  const series = new Set(real.split('\n').map(seriesIn))
  return shown
    .trim()
    .split('\n')
    .filter(line => !series.has(seriesIn(line)))
    .map(line => `no series ${seriesIn(line)}`)
}

/** Without its value. */
function seriesIn(line: string): string {
  return line.replace(/ \S+$/, '')
}

type Fields = Readonly<Record<string, unknown>>

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

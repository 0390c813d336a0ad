/** The sum of a metric's series that carry all of these labels, as /metrics says now. */
export async function metric(
  url: string,
  name: string,
  labels: Readonly<Record<string, string>> = {}
): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`)
  return text
    .split('\n')
    .filter(line => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter(line => wanted.every(label => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
}

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

export interface Scrape {
  readonly text: string
  readonly samples: readonly Sample[]
  /** By name of the metric. */
  readonly types: ReadonlyMap<string, string>
  readonly helps: ReadonlyMap<string, string>
}

/** All that /metrics says now, read strictly. @throws Error on a line that is none of the format's */
export async function readMetrics(url: string): Promise<Scrape> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const samples: Sample[] = []
  const types = new Map<string, string>()
  const helps = new Map<string, string>()
  for (const line of text.split('\n').filter(each => each !== '')) {
    const [, kind, about = '', words = ''] = /^# (HELP|TYPE) (\w+) (.*)$/.exec(line) ?? []
    if (kind === 'HELP') helps.set(about, words)
    else if (kind === 'TYPE') types.set(about, words)
    else samples.push(sampleOf(line))
  }
  return { text, samples, types, helps }
}

function sampleOf(line: string): Sample {
  const [, name, , labels = '', value] = /^(\w+)(\{(.*)\})? (\S+)$/.exec(line) ?? []
  if (name === undefined) throw new Error(`no sample: ${line}`)
  const pairs = labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)
  return {
    name,
    labels: Object.fromEntries(pairs.map(([, label = '', text = '']) => [label, text] as const)),
    value: Number(value)
  }
}

/** The story that every odd answer holds, in the form that the prompt requests. */
export const story = {
  title: 'The Heron of Low Water',
  content: [
    'An old heron kept the bridge at Low Water. Nobody paid him for it, and nobody had asked him to.',
    'One evening the river rose. The heron took the lantern of the fox who lived under the bridge, and walked up and down the planks with it until the last cart had turned back. The fox watched him from the reeds and said nothing at all.',
    'In the morning the bridge was gone. The heron stood where it had been, the lantern at his feet, and the fox brought him a fish. They ate it together, and looked at the water, which had nothing to say for itself. In spring the people built a new bridge, and it was wider than the old one. They hung a lantern at each end of it, for the heron and for the fox, and lit both on every evening when the river rose.'
  ].join('\n\n'),
  summary: 'A heron and a fox keep people from a bridge in a flood.',
  tags: ['heron', 'flood']
}

export const storyJson = JSON.stringify(story)

export const usage = { prompt_tokens: 400, completion_tokens: 200, total_tokens: 600 }

type Json = Readonly<Record<string, unknown>>

/** A completion with this content; `parts` override its fields. */
export function completion(content: unknown, parts: Parts = {}): string {
  const message = { role: 'assistant', content, ...parts.message }
  const choice = { index: 0, message, finish_reason: parts.finish ?? 'stop' }
  return JSON.stringify({ id: 'c', model: 'odd', choices: [choice], usage, ...parts.top })
}

interface Parts {
  readonly message?: Json
  readonly finish?: string | null
  readonly top?: Json
}

export function event(value: unknown): string {
  return `data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`
}

export function delta(fields: Json, finish: string | null = null): string {
  const choices = [{ index: 0, delta: fields, finish_reason: finish }]
  return event({ id: 'c', model: 'odd', choices })
}

export const usageEvent = event({ id: 'c', model: 'odd', choices: [], usage })
export const done = event('[DONE]')

/** The events of a stream that says `text`, in pieces. */
export function deltas(text: string, length = 40): string {
  const pieces = text.match(new RegExp(`[\\s\\S]{1,${length}}`, 'g')) ?? []
  return pieces.map(content => delta({ content })).join('')
}

export function stream(text: string, finish: string | null = 'stop'): string {
  return deltas(text) + (finish === null ? '' : delta({}, finish)) + usageEvent + done
}

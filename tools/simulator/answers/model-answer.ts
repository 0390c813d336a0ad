import type { ChatRequest } from '../api/chat-request.ts'
import type { ChosenFaults } from '../faults/fault-selector.ts'
import { fillSchema } from './schema-filler.ts'
import type { Story } from '../story/order.ts'
import type { Tokenizer } from './tokens.ts'

type FinishReason = 'stop' | 'length' | 'content_filter'

/** The model's answer before it is put into OpenAI's formats. */
export interface ModelAnswer {
  readonly kind: 'content' | 'refusal' | 'nothing'
  readonly text: string
  /** The text token by token, as a stream sends it. */
  readonly pieces: readonly string[]
  readonly tokens: number
  readonly finishReason: FinishReason
}

export function answerWith(
  story: Story,
  request: ChatRequest,
  faults: ChosenFaults,
  tokenizer: Tokenizer
): ModelAnswer {
  if (faults.has('empty-choices')) return said('nothing', '')
  if (faults.has('empty-content')) return said('content', '')
  if (faults.has('content-filter')) return said('content', '', 'content_filter')
  const refused = faults.has('refusal')
  const text = refused
    ? "I'm sorry, but I can't help with that request."
    : worded(story, request, faults)
  const all = tokenizer.encode(text)
  const allowed = faults.has('truncation') ? Math.floor(all.length / 2) : Infinity
  const limit = Math.min(request.maxTokens, allowed)
  const tokens = all.length > limit ? all.slice(0, limit) : all
  const pieces = tokenizer.pieces(tokens)
  return {
    kind: refused ? 'refusal' : 'content',
    text: tokens === all ? text : pieces.join(''),
    pieces,
    tokens: tokens.length,
    finishReason: tokens === all ? 'stop' : 'length'
  }

  function said(
    kind: ModelAnswer['kind'],
    nothing: '',
    finishReason: FinishReason = 'stop'
  ): ModelAnswer {
    return { kind, text: nothing, pieces: [], tokens: 0, finishReason }
  }
}

function worded(story: Story, request: ChatRequest, faults: ChosenFaults): string {
  if (faults.has('plain-text')) return `${story.title}\n\n${story.content}`
  const json = JSON.stringify(shaped(story, request, faults))
  if (faults.has('broken-json')) return json.slice(0, Math.floor(json.length * 0.7))
  if (faults.has('fenced-json')) return `Here is your story:\n\n\`\`\`json\n${json}\n\`\`\`\n`
  return json
}

function shaped(story: Story, { format }: ChatRequest, faults: ChosenFaults): unknown {
  if (faults.has('off-schema')) return { headline: story.title, tags: story.tags }
  if (story.plan !== undefined) return story.plan
  if (format.type === 'json_schema') return fillSchema(format.schema, story)
  if (story.titles !== undefined) return { titles: story.titles }
  return story.edits === undefined ? story : { edits: story.edits }
}

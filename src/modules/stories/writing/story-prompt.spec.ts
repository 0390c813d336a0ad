import type { ChatMessage, OutputSchema } from '#modules/llm/language-model.js'
import { countTokens } from '#modules/llm/usage/token-count.js'
import { aStoryRequest } from '#modules/stories/domain/story.fixture.js'
import { aDraft } from './draft.fixture.js'
import { continuationPrompt, editingPrompt, editsSchema } from './repair-prompts.js'
import { shortcomings } from './review.js'
import { storyPrompt, storySchema } from './story-prompt.js'

const request = aStoryRequest({
  keywords: ['ignore "this"', 'lantern'],
  genre: 'fairy tale',
  words: { min: 300, max: 500 }
})
const draft = aDraft({}, request)

/** The forms in which the schema is sent; all of them count as input. */
const formats: Readonly<Record<string, (output: OutputSchema) => object>> = {
  'a strict schema': ({ name, schema }) => ({
    type: 'json_schema',
    json_schema: { name, schema, strict: true }
  }),
  'a schema': ({ name, schema }) => ({ type: 'json_schema', json_schema: { name, schema } }),
  json_object: () => ({ type: 'json_object' }),
  'no format': () => ({})
}

const prompts: readonly (readonly [string, readonly ChatMessage[], OutputSchema])[] = [
  ['write', storyPrompt(request), storySchema],
  ['continue', continuationPrompt(request, draft, shortcomings(draft)), storySchema],
  ['edit', editingPrompt(request, draft, shortcomings(draft)), editsSchema]
]

describe.each(prompts)('The prompt to %s', (_, messages, output) => {
  it.each(Object.keys(formats))('has at most 340 tokens beside its data, with %s', format => {
    const system = countTokens(messages[0]?.content ?? '')
    const schema = countTokens(JSON.stringify(formats[format]?.(output)))
    expect(system + schema).toBeLessThanOrEqual(340)
  })

  it('has text of the caller and of the model only as JSON in the user message', () => {
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user'])
    const [system, user] = messages
    for (const text of ['ignore', 'lantern', 'fairy tale', draft.content]) {
      expect(system?.content).not.toContain(text)
    }
    expect(JSON.parse(user?.content ?? '')).toMatchObject({ keywords: request.keywords })
  })

  it('names the word "JSON", which json_object requires', () => {
    expect(messages[0]?.content).toContain('JSON')
  })
})

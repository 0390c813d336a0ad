import { AppError } from '#core/errors/app-error.js'
import { strictDouble } from '#core/testing/strict-double.fixture.js'
import type { CompletionCall, LanguageModel } from '#modules/llm/language-model.js'
import { aStoryRequest } from '#modules/stories/domain/story.fixture.js'
import { ContentRejected } from '#modules/stories/safety/content-rejected.js'
import type { StorySafetyService } from '#modules/stories/safety/story-safety.service.js'
import { BufferedStoryWriter } from './buffered-story-writer.service.js'
import { anAnswer } from './draft.fixture.js'
import { StoryRepairer } from './story-repairer.service.js'

const call = strictDouble<CompletionCall>({})

interface Answer {
  readonly text: string
  readonly truncated?: boolean
  readonly endedBy?: Error
}

const overBudget = new AppError('BUDGET_EXCEEDED')
const cutText = '{"title": "The fox", "content": "The fox ran home. And then it'

/** A writer around a model that gives these answers in turn; `tasks` are the prompts it received. */
function aWriter(
  answers: readonly Answer[],
  rejectLeak: (text: string) => void = () => undefined
): { writer: BufferedStoryWriter; tasks: unknown[] } {
  const tasks: unknown[] = []
  const languageModel = strictDouble<LanguageModel>({
    complete: async ({ messages }) => {
      const answer = answers[tasks.length]
      const { task } = JSON.parse(messages.at(-1)?.content ?? '') as { task: unknown }
      tasks.push(task)
      if (answer === undefined) throw overBudget
      return { truncated: false, model: 'm', usage: anyUsage, ...answer }
    }
  })
  const safety = strictDouble<StorySafetyService>({ rejectLeak })
  const writer = new BufferedStoryWriter(languageModel, new StoryRepairer(languageModel), safety)
  return { writer, tasks }
}

const anyUsage = {
  promptTokens: 1,
  cachedPromptTokens: 0,
  cacheWriteTokens: 0,
  completionTokens: 1,
  reported: true
}
const good = { text: anAnswer('The fox ran home at dusk.') }
const withoutKeyword = { text: anAnswer('The wolf ran home at dusk.') }
const edits = (text: string, from = 'The wolf'): Answer => ({
  text: JSON.stringify({ edits: [{ action: 'replace', from, to: '', text }] })
})

describe('BufferedStoryWriter', () => {
  it('returns the first draft when it passes its checks', async () => {
    const { writer, tasks } = aWriter([good])
    const { first, best, unmoderated } = await writer.write(aStoryRequest(), call)
    expect(best).toBe(first)
    expect(unmoderated).toBe('The fox\n\nThe fox ran home at dusk.\n\nA fox runs home.\n\ndusk')
    expect(tasks).toEqual(['write'])
  })

  it('repairs a draft without a keyword once, by edits', async () => {
    const { writer, tasks } = aWriter([withoutKeyword, edits('The fox')])
    const { best, unmoderated } = await writer.write(aStoryRequest(), call)
    expect(best).toMatchObject({ content: 'The fox ran home at dusk.', keywordsMissing: [] })
    expect(unmoderated).toContain(best.content)
    expect(tasks).toEqual(['write', 'edit'])
  })

  it('accepts a whole story in place of edits', async () => {
    const { writer } = aWriter([withoutKeyword, good])
    const { best } = await writer.write(aStoryRequest(), call)
    expect(best.keywordsMissing).toEqual([])
  })

  it.each<[string, Answer]>([
    ['a story that is no better', withoutKeyword],
    ['an edit that does not apply', edits('The fox', 'The bear')],
    ['an edit that deletes too much', edits('', 'The wolf ran home at dusk.')],
    ['nothing', { text: '{}' }],
    ['a refusal', { text: anAnswer("I'm sorry, but I can't help with that request.") }]
  ])('delivers the first draft when the repair is %s', async (_, repair) => {
    const { writer } = aWriter([withoutKeyword, repair])
    const { first, best } = await writer.write(aStoryRequest(), call)
    expect(best).toBe(first)
    expect(best.keywordsMissing).toEqual(['fox'])
  })

  it('continues a draft that is too short, and joins a story that begins with it', async () => {
    const request = aStoryRequest({ words: { min: 10, max: 100 } })
    const more = 'She slept until the rain came over the hill.'
    for (const rest of [more, `The fox ran home at dusk. ${more}`]) {
      const { writer, tasks } = aWriter([good, { text: anAnswer(rest) }])
      const { best } = await writer.write(request, call)
      expect(best).toMatchObject({ length: 'within', title: 'The fox' })
      expect(best.content.replace(/\s+/g, ' ')).toBe(`The fox ran home at dusk. ${more}`)
      expect(tasks).toEqual(['write', 'continue'])
    }
  })

  it('delivers a short draft when its continuation breaks off', async () => {
    const request = aStoryRequest({ words: { min: 10, max: 100 } })
    const cut = { text: '{"title":"The fox","content":"She slept. And th', truncated: true }
    const { writer } = aWriter([good, cut])
    const { first, best } = await writer.write(request, call)
    expect(best).toBe(first)
  })

  it('writes a story again that repeats itself from its start', async () => {
    const { writer, tasks } = aWriter([{ text: anAnswer('The fox ran home. '.repeat(90)) }, good])
    const { best } = await writer.write(aStoryRequest(), call)
    expect(best.content).toBe('The fox ran home at dusk.')
    expect(tasks).toEqual(['write', 'write'])
  })

  it('retries once after an answer without a story', async () => {
    const { writer, tasks } = aWriter([{ text: '{}' }, good])
    const { first, best } = await writer.write(aStoryRequest(), call)
    expect(first).toBeUndefined()
    expect(best.content).toBe('The fox ran home at dusk.')
    expect(tasks).toEqual(['write', 'write'])
  })

  it.each<[string, Answer]>([
    ['the budget has ended', { text: cutText, truncated: true, endedBy: overBudget }],
    [
      'the token limit has cut, and whose rest the budget refuses',
      { text: cutText, truncated: true }
    ]
  ])('delivers a story that %s up to its last full sentence', async (_, answer) => {
    const { writer } = aWriter([answer])
    const { best } = await writer.write(aStoryRequest(), call)
    expect(best).toMatchObject({ content: 'The fox ran home.', cut: false })
  })

  it('fails with the reason when the budget has ended an answer before its first sentence', async () => {
    const text = '{"title": "The fox", "content": "The fox ran'
    const { writer } = aWriter([{ text, truncated: true, endedBy: overBudget }])
    await expect(writer.write(aStoryRequest(), call)).rejects.toBe(overBudget)
  })

  it('fails after two answers without a story', async () => {
    const { writer } = aWriter([{ text: '{}' }, { text: '{}' }])
    await expect(writer.write(aStoryRequest(), call)).rejects.toMatchObject({
      reason: 'no_story_in_answer'
    })
  })

  it('does not make a repair call for a draft that repeats the system prompt', async () => {
    const { writer, tasks } = aWriter([withoutKeyword], () => {
      throw new ContentRejected({ reason: 'prompt_leak', stage: 'output' })
    })
    await expect(writer.write(aStoryRequest(), call)).rejects.toThrow(ContentRejected)
    expect(tasks).toEqual(['write'])
  })
})

import { testKey } from '../../harness/fixtures/requests.js'
import { revise, revised, storedStory, type StoryBody } from '../../harness/fixtures/revisions.js'
import { isOnlyPassageChanged, rewritePassages } from '../../harness/scenarios/rewrite-passages.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService()
const headers = { 'X-API-Key': testKey }
let story: StoryBody
let sentence: string

beforeEach(async () => {
  story = await storedStory(service, headers, { maxLength: 200 })
  sentence = story.content.split('\n\n')[1]?.split('. ')[0] ?? ''
  service.simulator.reset()
})

function sent(): readonly Readonly<Record<string, unknown>>[] {
  return service.simulator.requests().map(({ body }) => {
    const { messages } = body as { readonly messages: readonly { readonly content: string }[] }
    return JSON.parse(messages.at(-1)?.content ?? '')
  })
}

describe('A rewritten passage', () => {
  it('is the only change of the story', async () => {
    const at = story.content.indexOf(sentence)
    const changed = await revised(service, headers, story.id, { kind: 'rewrite', quote: sentence })
    expect(changed.revision).toEqual({ kind: 'rewrite', start: at, end: at + sentence.length })
    expect(changed.content.startsWith(story.content.slice(0, at))).toBe(true)
    expect(changed.content.endsWith(story.content.slice(at + sentence.length))).toBe(true)
    expect(changed.content).not.toContain(sentence)
    expect(changed.keywordsMissing).toEqual([])
  })

  it('is asked for with the text around it and the instruction', async () => {
    const instruction = 'Let it rain.'
    await revised(service, headers, story.id, { kind: 'rewrite', quote: sentence, instruction })
    const at = story.content.indexOf(sentence)
    expect(sent()[0]).toMatchObject({
      task: 'rewrite',
      instruction,
      before: story.content.slice(0, at),
      passage: sentence,
      after: story.content.slice(at + sentence.length)
    })
  })

  it('has to bring in the keywords that only it has', async () => {
    const change = { kind: 'rewrite', start: 0, end: story.content.length }
    const changed = await revised(service, headers, story.id, change)
    expect(sent()[0]).toMatchObject({ keywords: ['fox', 'lantern'] })
    expect(changed.keywordsUsed).toEqual(['fox', 'lantern'])
  })

  it('is written once more if such a keyword is missing', async () => {
    service.simulator.setFaults([{ fault: 'omit-keywords', times: 1 }])
    const change = { kind: 'rewrite', start: 0, end: story.content.length }
    const changed = await revised(service, headers, story.id, change)
    expect(changed.keywordsMissing).toEqual([])
    expect(sent()).toHaveLength(2)
  })

  it('is delivered as it is if the keyword is still missing, or the second call fails', async () => {
    const change = { kind: 'rewrite', start: 0, end: story.content.length }
    service.simulator.setFaults([{ fault: 'omit-keywords' }])
    expect((await revised(service, headers, story.id, change)).lacks).toContain('keywords')
    service.simulator.setFaults([
      { fault: 'omit-keywords', times: 1 },
      { fault: 'refusal', skip: 1 }
    ])
    expect((await revised(service, headers, story.id, change)).lacks).toContain('keywords')
  })

  it.each(['refusal', 'empty-content', 'off-schema'] as const)(
    'is an error if there is none (%s)',
    async fault => {
      service.simulator.setFaults([{ fault }])
      const change = { kind: 'rewrite', quote: sentence }
      const { status } = await revise(service, headers, story.id, change)
      expect(status).toBe(fault === 'refusal' ? 422 : 502)
    }
  )

  it('of a cut answer is asked for once more', async () => {
    service.simulator.setFaults([{ fault: 'truncation', times: 1 }])
    const change = { kind: 'rewrite', start: 0, end: story.content.length }
    expect((await revised(service, headers, story.id, change)).lacks).toEqual([])
    expect(sent()).toHaveLength(2)
  })

  it('changes nothing else in 50 random passages', async () => {
    const languages = ['en', 'de', 'es', 'fr', 'ja']
    const stories = await Promise.all(
      languages.map(language => storedStory(service, headers, { language, maxLength: 300 }))
    )
    const rewritten = await rewritePassages(service, headers, stories, 50)
    expect(rewritten.filter(one => !isOnlyPassageChanged(one))).toEqual([])
  })
})

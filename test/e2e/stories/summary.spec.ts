import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { instructions } from '#modules/stories/writing/story-prompt.js'
import { tale } from '../../harness/fixtures/prose.js'
import { createStory } from '../../harness/fixtures/stories.js'
import { testKey } from '../../harness/fixtures/requests.js'
import { useService } from '../../harness/service/use-service.js'

const headers = { 'X-API-Key': testKey }
const title = 'A Tale'
const content = `${tale(8)}The fox carried the lantern over the hill and back again.`

describe('Summary and tags', () => {
  let answer: object
  // A model with answers of the test. It listens before the service starts.
  const model = createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(
      JSON.stringify({
        object: 'chat.completion',
        model: 'parrot',
        choices: [
          {
            index: 0,
            finish_reason: 'stop',
            message: { role: 'assistant', content: JSON.stringify(answer) }
          }
        ],
        usage: { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 }
      })
    )
  }).listen(0, '127.0.0.1')
  const service = useService(() => ({
    OPENAI_BASE_URL: `http://127.0.0.1:${(model.address() as AddressInfo).port}/v1`
  }))
  afterAll(() => void model.close())

  it('are those of the model, cleaned, with the keywords first', async () => {
    answer = { title, content, summary: ' **A fox**\n\nwalks.', tags: ['#Fox', 'night', 'x', 7] }
    const { body } = await createStory(service, headers)
    expect(body.data).toMatchObject({
      summary: 'A fox walks.',
      tags: ['fox', 'lantern', 'night'],
      draft: { tags: ['fox', 'lantern', 'night'] }
    })
  })

  it.each<[string, object]>([
    ['nothing', {}],
    ['null', { summary: null, tags: null }],
    ['blanks', { summary: ' ', tags: [' '] }],
    ['something else', { summary: ['x'], tags: 'fox' }]
  ])('are generated from the story when the model returns %s', async (_, said) => {
    answer = { title, content, ...said }
    const { status, body } = await createStory(service, headers)
    expect(status).toBe(201)
    expect(body.data.tags).toEqual(['fox', 'lantern'])
    expect(content.startsWith(body.data.summary)).toBe(true)
    expect(body.data.summary).toMatch(/\w\.$/)
  })

  it.each<[string, object]>([
    ['summary', { summary: instructions.slice(120, 420) }],
    [
      'tags',
      {
        tags: instructions
          .slice(0, 600)
          .match(/\S.{0,46}\S(?=\s)/g)
          ?.slice(0, 6)
      }
    ]
  ])('do not contain the instructions (%s)', async (_, said) => {
    answer = { title, content, ...said }
    const { status, body } = await createStory(service, headers)
    expect([status, body.error.details.reason]).toEqual([422, 'prompt_leak'])
  })
})

describe('Summary and tags of the simulated model', () => {
  const service = useService({ MODERATION: 'output', OPENAI_MAX_RETRIES: '0' })

  it('are moderated with the story', async () => {
    const { body } = await createStory(service, headers)
    const calls = service.simulator.requests().filter(({ path }) => path === '/v1/moderations')
    const input = JSON.stringify(calls.map(({ body: asked }) => asked))
    for (const text of [body.data.title, body.data.summary, 'fairy tale']) {
      expect(input).toContain(text)
    }
  })

  it('of a story that was cut off are those of the whole story', async () => {
    service.simulator.setFaults([{ fault: 'truncation', on: 'write' }])
    const { status, body } = await createStory(service, headers, { maxLength: 300 })
    expect(status).toBe(201)
    expect(body.data.content.startsWith(body.data.summary.slice(0, 40))).toBe(true)
    expect(body.data.tags).toEqual(expect.arrayContaining(['fox', 'lantern']))
  })
})

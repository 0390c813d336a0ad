import 'reflect-metadata'
import { NestFactory } from '@nestjs/core'
import type { INestApplication } from '@nestjs/common'
import { JiraiyaClient, ValidationError } from '@kuybi/jiraiya-client'
import { DraftsModule } from './drafts.module'

const command = { keywords: ['fox', 'lantern'], genre: 'fairy tale', maxLength: 100 }

describe('A NestJS 11 backend on Express', () => {
  let app: INestApplication
  let url: string

  beforeAll(async () => {
    app = await NestFactory.create(DraftsModule, { logger: false })
    await app.listen(0, '127.0.0.1')
    url = await app.getUrl()
  })
  afterAll(() => app.close())

  const post = (path: string, body: object): Promise<Response> =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body)
    })

  it('returns a draft', async () => {
    const response = await post('/drafts', command)
    expect(response.status).toBe(201)
    expect(await response.json()).toMatchObject({ type: 'STORY', status: 'DRAFT' })
  })

  it('passes a stream on', async () => {
    const text = await (await post('/drafts/stream', command)).text()
    expect(text).toMatch(/^event: meta\n[^]+\nevent: delta\n[^]+\nevent: done\n/)
  })

  it('returns an error with its status', async () => {
    const response = await post('/drafts', { ...command, genre: '' })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'VALIDATION_ERROR' } })
    expect((await post('/drafts/stream', { ...command, genre: '' })).status).toBe(400)
  })

  it('reads a stream by itself', async () => {
    const jiraiya = new JiraiyaClient()
    let content = ''
    for await (const event of jiraiya.streamStory(command)) {
      if (event.type === 'delta') content += event.text
      if (event.type === 'done') expect(event.story.content).toBe(content)
    }
    expect(content).not.toBe('')
    await expect(jiraiya.createStory({ ...command, genre: '' })).rejects.toThrow(ValidationError)
  })
})

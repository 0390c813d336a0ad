import {
  Controller,
  Get,
  Module,
  Param,
  Res,
  UseFilters,
  type INestApplication
} from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { JiraiyaClient } from '../../clients/typescript/src/jiraiya-client.js'
import { sendStory, type StoryResponse } from '../../clients/typescript/src/streaming/send-story.js'
import { JiraiyaExceptionFilter } from '../../clients/typescript/src/nestjs/jiraiya-exception.filter.js'
import { JiraiyaModule } from '../../clients/typescript/src/nestjs/jiraiya.module.js'
import { storyRequest, testKey } from '../harness/fixtures/requests.js'
import { useService } from '../harness/service/use-service.js'

const service = useService({ OPENAI_MAX_RETRIES: '0', CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000' })

class Settings {
  readonly stories = { baseUrl: service.url, apiKey: testKey }
}

@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

@Controller()
class BedtimeController {
  constructor(private readonly jiraiya: JiraiyaClient) {}

  @Get(':keyword')
  async respondWith(@Param('keyword') keyword: string): Promise<readonly string[]> {
    const order = storyRequest({ keywords: [keyword], maxLength: 100 })
    return (await this.jiraiya.createStory(order)).keywordsUsed
  }
}

@Module({ controllers: [BedtimeController] })
class BedtimeModule {}

async function booted(imports: readonly object[]): Promise<INestApplication> {
  class AppModule {}
  Module({ imports: imports as [] })(AppModule)
  const app = await NestFactory.create(AppModule, new FastifyAdapter(), {
    logger: false,
    abortOnError: false
  })
  await app.listen(0, '127.0.0.1')
  return app
}

describe('A NestJS backend', () => {
  it.each<[string, () => readonly object[]]>([
    [
      'its own options',
      () => [
        JiraiyaModule.forRoot({ isGlobal: true, baseUrl: service.url, apiKey: testKey }),
        BedtimeModule
      ]
    ],
    [
      'options from a factory',
      () => [
        JiraiyaModule.forRootAsync({
          isGlobal: true,
          imports: [SettingsModule],
          inject: [Settings],
          useFactory: ({ stories }: Settings) => stories
        }),
        BedtimeModule
      ]
    ]
  ])('injects the client, with %s', async (_, imports) => {
    const app = await booted(imports())
    const answer = await fetch(`${await app.getUrl()}/owl`)
    const used = await answer.json()
    await app.close()
    expect(used).toEqual(['owl'])
  })

  it('limits the client to the modules that import it, unless it is global', async () => {
    const options = { baseUrl: service.url, apiKey: testKey }
    const apart = booted([JiraiyaModule.forRoot(options), BedtimeModule])
    await expect(apart).rejects.toThrow(/BedtimeController/)
  })
})

@Controller()
@UseFilters(JiraiyaExceptionFilter)
class RelayController {
  constructor(private readonly jiraiya: JiraiyaClient) {}

  @Get(':keyword')
  create(@Param('keyword') keyword: string): Promise<unknown> {
    return this.jiraiya.createStory(storyRequest({ keywords: [keyword], maxLength: 100 }))
  }

  @Get(':keyword/stream')
  async stream(
    @Param('keyword') keyword: string,
    @Res() reply: { readonly raw: StoryResponse }
  ): Promise<void> {
    const command = storyRequest({ keywords: [keyword], maxLength: 100 })
    await sendStory(this.jiraiya.streamStory(command), reply.raw)
  }
}

@Module({ controllers: [RelayController] })
class RelayModule {}

async function answers(path: string, apiKey = testKey, baseUrl = service.url): Promise<Response> {
  const retry = { maxAttempts: 1 }
  const options = { isGlobal: true, baseUrl, apiKey, retry }
  const app = await booted([JiraiyaModule.forRoot(options), RelayModule])
  const response = await fetch(`${await app.getUrl()}${path}`)
  const body = await response.arrayBuffer()
  await app.close()
  return new Response(body, response)
}

describe('A NestJS backend with the exception filter', () => {
  it('returns the status, the delay and the body of an error', async () => {
    service.simulator.setFaults([{ fault: 'status-503', value: 7 }])
    const response = await answers('/heron?a=1')
    expect(response.status).toBe(503)
    expect(response.headers.get('Retry-After')).toBe('7')
    expect(await response.json()).toMatchObject({
      success: false,
      statusCode: 503,
      message: expect.any(String),
      path: '/heron',
      error: { code: 'AI_UNAVAILABLE', retryable: true, retryAfter: 7 }
    })
  })

  it('returns no 401 for its own key', async () => {
    const response = await answers('/heron', 'an-unknown-key')
    expect(response.status).toBe(502)
    expect(await response.json()).toMatchObject({
      error: { code: 'AI_SERVICE_ERROR', category: 'external_service', details: {} }
    })
  })

  it('keeps the address of a service that it cannot reach out of its response', async () => {
    const response = await answers('/heron', testKey, 'http://127.0.0.1:1')
    const text = await response.text()
    expect(response.status).toBe(503)
    expect(text).toContain('AI_UNAVAILABLE')
    expect(text).not.toContain('127.0.0.1')
  })

  it('passes a stream on, and returns an error before it with its status', async () => {
    expect(await (await answers('/heron/stream')).text()).toMatch(
      /^event: meta\n[^]+\nevent: done\n/
    )
    service.simulator.setFaults([{ fault: 'refusal' }])
    expect((await answers('/otter/stream')).status).toBe(422)
  })
})

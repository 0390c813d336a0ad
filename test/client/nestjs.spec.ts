import { Controller, Get, Module, Param, type INestApplication } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { JiraiyaClient } from '../../clients/typescript/src/jiraiya-client.js'
import { JiraiyaModule } from '../../clients/typescript/src/nestjs/jiraiya.module.js'
import { storyRequest, testKey } from '../harness/fixtures/requests.js'
import { useService } from '../harness/service/use-service.js'

const service = useService()

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

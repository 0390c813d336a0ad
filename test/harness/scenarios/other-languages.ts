import request from 'supertest'
import { readStory } from '../assertions/story-stream.js'
import { generate, storyRequest, testKey } from '../fixtures/requests.js'
import { taleIn, taleLanguages } from '../fixtures/tales.js'
import {
  startScriptedUpstream,
  streamOf,
  type ScriptedCall,
  type ScriptedUpstream
} from '../servers/scripted-upstream.js'
import { startService, type Service } from '../service/service.js'

interface Generation {
  readonly number: number
  readonly asked: string
  readonly written: string
}

interface Delivered {
  readonly lacks: readonly string[]
}

const atOnce = 8

/**
 * Stories over HTTP, by all three generating routes, from a model that writes in the language of each
 * generation whatever is asked of it.
 */
export function itKnowsTheLanguages(count: number): void {
  let upstream: ScriptedUpstream
  let service: Service
  beforeAll(async () => {
    upstream = await startScriptedUpstream()
    service = await startService({
      OPENAI_BASE_URL: upstream.baseUrl,
      RATE_LIMIT_PER_MINUTE: '1000000'
    })
  })
  afterAll(async () => {
    await service.close()
    await upstream.close()
  })

  const lackingLanguage = async (generations: readonly Generation[]): Promise<Generation[]> => {
    upstream.respondWith(call => write(call, generations))
    const found: Generation[] = []
    const left = [...generations]
    const work = async (): Promise<void> => {
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        const { lacks } = await deliver(service.url, next)
        if (lacks.includes('language')) found.push(next)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, work))
    return found
  }

  it(`${count} stories in another of ${taleLanguages.length} languages are never delivered without notice`, async () => {
    const generations = Array.from({ length: count }, (_, number) => otherOf(number))
    const noticed = new Set(await lackingLanguage(generations))
    expect(generations.filter(each => !noticed.has(each))).toEqual([])
  })

  it(`of ${count} stories in the language asked for, at most one in a thousand is taken for another`, async () => {
    const generations = Array.from({ length: count }, (_, number) => {
      const asked = languageAt(number)
      return { number, asked, written: asked }
    })
    const before = upstream.bodies.length
    const alarms = await lackingLanguage(generations)
    expect({ alarms, isFew: alarms.length <= count / 1000 }).toMatchObject({ isFew: true })
    // A false alarm costs another call.
    expect(upstream.bodies.length - before - count).toBeLessThanOrEqual(count / 1000)
  })
}

function languageAt(number: number): string {
  return taleLanguages[number % taleLanguages.length] ?? ''
}

/** Every language is asked for, and every other one is written. */
function otherOf(number: number): Generation {
  const asked = number % taleLanguages.length
  const further = 1 + (Math.floor(number / taleLanguages.length) % (taleLanguages.length - 1))
  return { number, asked: languageAt(asked), written: languageAt(asked + further) }
}

/** The keyword is the number of the generation, which is in its story. */
async function write(call: ScriptedCall, generations: readonly Generation[]): Promise<void> {
  const { messages } = call.body as { readonly messages: readonly { readonly content: string }[] }
  const order = JSON.parse(messages.at(-1)?.content ?? '') as { readonly keywords: string[] }
  const number = Number(order.keywords[0])
  const language = generations.find(each => each.number === number)?.written ?? ''
  const tale = taleIn(language, number).replace('\n\n', `\n\n${number} — `)
  const [summary = ''] = tale.split('\n\n')
  const story = { title: summary.slice(0, 20), content: tale, summary, tags: [] }
  await streamOf(JSON.stringify(story).match(/.{1,80}/gsu) ?? [])(call)
}

async function deliver(url: string, { number, asked }: Generation): Promise<Delivered> {
  const order = storyRequest({ keywords: [`${number}`], language: asked })
  const bounds = { minLength: 50, maxLength: 400 }
  switch (number % 3) {
    case 0:
      return (await generate(url, { ...order, min_length: 50, max_length: 400 }).expect(200)).body
    case 1: {
      const creation = request(url).post('/api/v1/stories').set('X-API-Key', testKey)
      return (await creation.send({ ...order, ...bounds }).expect(201)).body.data
    }
    default:
      return (await readStory(url, { ...order, ...bounds })).done as unknown as Delivered
  }
}

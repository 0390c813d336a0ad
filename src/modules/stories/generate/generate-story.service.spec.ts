import type { Principal } from '#core/access/principal.js'
import { strictDouble } from '#core/testing/strict-double.fixture.js'
import type { Database } from '#core/database/database.js'
import type { BillingService } from '#modules/billing/billing.service.js'
import { zeroCost } from '#modules/billing/charges/charge-totals.js'
import type { GenerationCharges } from '#modules/billing/charges/generation-charges.js'
import type { Claim } from '#modules/idempotency/claim.js'
import type { IdempotencyService } from '#modules/idempotency/idempotency.service.js'
import { AiError } from '#modules/llm/ai-error.js'
import { aStory, aStoryRequest } from '#modules/stories/domain/story.fixture.js'
import type { StoryRepository } from '#modules/stories/library/story.repository.js'
import { aDraft } from '#modules/stories/writing/draft.fixture.js'
import { GenerateStoryService } from './generate-story.service.js'
import type { GenerationCommand } from './generation-command.js'
import type { GenerationMetrics } from './generation-metrics.js'
import type { StoryCache } from './story-cache.service.js'
import { IdempotentReplay } from './idempotent-replay.service.js'
import type { StoryPersistence } from './story-persistence.service.js'
import type { StoryWriter } from './story-writer.service.js'

const { signal } = new AbortController()
const claim = strictDouble<Claim>({})
const idempotencyKey = { owner: 'user:1', route: 'stories', key: 'key-1' }

function aCommand(parts: Partial<GenerationCommand> = {}): GenerationCommand {
  return {
    request: aStoryRequest(),
    principal: strictDouble<Principal>({ owner: 'user:1' }),
    route: 'stories',
    idempotencyKey: undefined,
    lookup: undefined,
    ...parts
  }
}

interface Collaborators {
  readonly idempotency: Partial<IdempotencyService>
  readonly cache: Partial<StoryCache>
  readonly writer: Partial<StoryWriter>
  readonly persistence: Partial<StoryPersistence>
}

/** The use case with doubles; `steps` are their calls in order. */
function useCase({ idempotency, cache, writer, persistence }: Partial<Collaborators>) {
  const steps: string[] = []
  const step =
    <A extends unknown[], R>(name: string, result: (...parameters: A) => R) =>
    (...parameters: A): R => {
      steps.push(name)
      return result(...parameters)
    }
  const charges = strictDouble<GenerationCharges>({
    generationId: aStory().id,
    onAttempt: () => Promise.reject(new Error('no attempt is made here')),
    total: () => zeroCost,
    isLimited: false,
    close: step('close charges', () => undefined)
  })
  const replay = new IdempotentReplay(
    strictDouble<IdempotencyService>({
      giveBack: step('give the claim back', async () => undefined),
      ...idempotency
    }),
    strictDouble<StoryRepository>({ find: async () => aStory() }),
    strictDouble<Database>({ withTimeout: (_, work) => work() })
  )
  const service = new GenerateStoryService(
    replay,
    strictDouble<StoryCache>({
      find: step('look up the cache', async () => undefined),
      share: async (_command, of, write) => ({ story: await write(of), shared: false }),
      remember: step('cache', () => undefined),
      ...cache
    }),
    strictDouble<BillingService>({ open: step('open charges', () => charges) }),
    strictDouble<StoryWriter>({
      write: step('write', async () => ({ first: aDraft(), best: aDraft(), unmoderated: '' })),
      ...writer
    }),
    strictDouble<StoryPersistence>({
      persist: step('persist', async () => undefined),
      persistCopy: step('persist a copy', async story => story),
      settleFailure: step('settle the failure', async () => undefined),
      ...persistence
    }),
    strictDouble<GenerationMetrics>({
      observe: generation => generation,
      written: step('record the quality', () => undefined)
    })
  )
  return { service, steps }
}

describe('GenerateStoryService', () => {
  it('looks up the cache, reserves, writes, persists and caches', async () => {
    const { service, steps } = useCase({})
    await expect(service.execute(aCommand(), signal)).resolves.toMatchObject({
      replayed: false,
      story: { id: aStory().id, title: 'The fox', keywordsUsed: ['fox'], cached: false }
    })
    expect(steps).toEqual([
      'look up the cache',
      'open charges',
      'write',
      'persist',
      'cache',
      'record the quality',
      'close charges'
    ])
  })

  it('returns a copy of a cached story, and writes nothing', async () => {
    const { service, steps } = useCase({ cache: { find: async () => aStory() } })
    await service.execute(aCommand(), signal)
    expect(steps).toEqual(['persist a copy'])
  })

  it('returns a copy of a story that a concurrent request has written', async () => {
    const share = async () => ({ story: aStory(), shared: true })
    const { service, steps } = useCase({ cache: { find: async () => undefined, share } })
    await service.execute(aCommand(), signal)
    expect(steps).toEqual(['persist a copy'])
  })

  it('replays the story of a known Idempotency-Key', async () => {
    const story = aStory()
    const { service, steps } = useCase({
      idempotency: { claim: async () => ({ storyId: story.id }) }
    })
    const command = aCommand({ idempotencyKey })
    await expect(service.execute(command, signal)).resolves.toEqual({ story, replayed: true })
    expect(steps).toEqual([])
  })

  it('settles a failure, closes the charges and releases the claim', async () => {
    const { service, steps } = useCase({
      idempotency: { claim: async () => ({ claim }) },
      writer: { write: () => Promise.reject(new AiError('refusal')) }
    })
    const command = aCommand({ idempotencyKey })
    await expect(service.execute(command, signal)).rejects.toMatchObject({ code: 'AI_REFUSED' })
    expect(steps).toEqual([
      'look up the cache',
      'open charges',
      'settle the failure',
      'close charges',
      'give the claim back'
    ])
  })

  it('does not cache a story without one of its keywords', async () => {
    const best = aDraft({ content: 'The wolf ran home at dusk.' })
    const { service, steps } = useCase({
      writer: { write: async () => ({ first: best, best, unmoderated: '' }) }
    })
    await service.execute(aCommand(), signal)
    expect(steps).not.toContain('cache')
    expect(steps).toContain('persist')
  })
})

import 'reflect-metadata'
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Principal } from '#core/access/principal.js'
import { BillingService } from '#modules/billing/billing.service.js'
import type { GenerationCharges } from '#modules/billing/charges/generation-charges.js'
import type { AllowedAttempt, TokenUsage } from '#modules/llm/language-model.js'
import type { Story } from '#modules/stories/domain/story.js'
import { StoryPersistence } from '#modules/stories/generate/story-persistence.service.js'
import { built } from '../../tools/built.ts'
import type { Loop, LoopResult } from './loop.ts'

/**
 * The service without HTTP and without a model, in its own process: on a message it reserves and settles
 * stories at a constant rate, as a generation does, and replies with its CPU time.
 */
const { parseSettings } = await built('app.settings.js')
const { createApp } = await built('app.setup.js')
const app = await createApp(parseSettings(process.env))
await app.init()
const billing = app.get(BillingService)
const persistence = app.get(StoryPersistence)

const owners = 100
const tickMs = 5
const model = 'gpt-4o-mini'
const content = 'The fox carried the lantern over the hill until the river answered. '.repeat(35)
const usage: TokenUsage = {
  promptTokens: 500,
  cachedPromptTokens: 0,
  cacheWriteTokens: 0,
  completionTokens: 600,
  reported: true
}
const worstCase: TokenUsage = { ...usage, completionTokens: 1200 }
const promptTokens = (): number => usage.promptTokens

process.on('message', (loop: Loop) => {
  void run(loop).then(result => process.send?.(result))
})
process.on('disconnect', () => void app.close().finally(() => process.exit()))
process.send?.('ready')

async function run({ perSecond, seconds, modelMs, withLedger }: Loop): Promise<LoopResult> {
  const cpu = process.cpuUsage()
  const stories: Promise<void>[] = []
  const beganAtMs = performance.now()
  while (stories.length < perSecond * seconds) {
    const due = Math.floor(((performance.now() - beganAtMs) / 1000) * perSecond)
    while (stories.length < Math.min(due, perSecond * seconds)) {
      stories.push(withLedger ? bookedStory(stories.length, modelMs) : bareStory(modelMs))
    }
    await wait(tickMs)
  }
  const ends = await Promise.allSettled(stories)
  const { user, system } = process.cpuUsage(cpu)
  const failed = ends.filter(({ status }) => status === 'rejected').length
  return { stories: stories.length, failed, cpuMs: (user + system) / 1000 }
}

/** Reserve, the model's time, settle: the calls of generate-story.service.ts. */
async function bookedStory(at: number, modelMs: number): Promise<void> {
  const principal: Principal = {
    kind: 'api-key',
    name: 'bench',
    owner: `user:${at % owners}`,
    scopes: new Set()
  }
  const charges = billing.open(randomUUID(), principal)
  try {
    const attempt = await charges.onAttempt({ model, worstCase, promptTokens })
    await wait(modelMs)
    await allowAnswer(attempt)
    await attempt.end({ outcome: 'ok', usage })
    const story = storyOf(charges)
    const { language, audience, genre, tone, keywords } = story
    const request = { language, audience, genre, tone, keywords, words: { min: 300, max: 500 } }
    const options = { idempotencyKey: undefined, lookup: undefined, route: 'generate' } as const
    await persistence.persist(story, { ...options, request, principal }, charges, undefined)
  } finally {
    charges.close()
  }
}

/** Extends the reservation as an answer that is being written does. */
async function allowAnswer({ allowance }: AllowedAttempt): Promise<void> {
  if (allowance === undefined) return
  let { tokens } = allowance
  while (tokens < usage.completionTokens) tokens = await allowance.extend()
}

async function bareStory(modelMs: number): Promise<void> {
  await wait(modelMs)
  storyOf({ generationId: randomUUID(), total: () => ({ ...totals }) })
}

const totals = { promptTokens: 500, completionTokens: 600, totalTokens: 1100, costUsd: 0.000435 }

function storyOf(charges: Pick<GenerationCharges, 'generationId' | 'total'>): Story {
  const keywords = ['fox', 'lantern']
  return {
    id: charges.generationId,
    title: 'The Lantern',
    content,
    summary: 'A fox.',
    tags: keywords,
    language: 'en',
    audience: 'general',
    genre: 'fairy tale',
    tone: 'neutral',
    keywords,
    keywordsUsed: keywords,
    keywordsUnconfirmed: [],
    keywordsMissing: [],
    wordCount: 420,
    lacks: [],
    checks: null,
    model,
    promptVersion: '4',
    cached: false,
    budgetLimited: false,
    charges: charges.total(),
    parentId: null,
    revision: null,
    createdAt: new Date()
  }
}

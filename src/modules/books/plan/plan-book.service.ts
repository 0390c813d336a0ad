import { randomUUID } from 'node:crypto'
import { Injectable } from '@nestjs/common'
import { ClientDisconnected } from '#core/context/client-disconnected.js'
import { AppError } from '#core/errors/app-error.js'
import { BillingService } from '#modules/billing/billing.service.js'
import type {
  BillingOutcome,
  GenerationCharges
} from '#modules/billing/charges/generation-charges.js'
import { LedgerWriter } from '#modules/billing/ledger-writer/ledger-writer.service.js'
import { WriteRetryQueue } from '#modules/billing/write-retry-queue.service.js'
import { principalOf } from '#modules/jobs/job.js'
import { AiError } from '#modules/llm/ai-error.js'
import { LanguageModel, type CompletionCall } from '#modules/llm/language-model.js'
import { GenerationDeadline } from '#modules/stories/generate/generation-deadline.js'
import { StorySafetyService } from '#modules/stories/safety/story-safety.service.js'
import type { Book, BookPlan, BookRequest } from '../domain/book.js'
import { partsOf } from '../domain/word-budget.js'
import { planPrompt, planSchema, planTokenLimit } from './plan-prompt.js'
import { textOfPlan } from './plan-text.js'
import { readPlan } from './read-plan.js'

/** Stores a plan and what it cost; false if the book has a plan already, or is deleted. */
type StorePlan = (plan: BookPlan, costUsd: number) => Promise<boolean>

/** Writes the outline and the codex of a book. Its calls are reserved and charged like those of a story. */
@Injectable()
export class PlanBookService {
  constructor(
    private readonly languageModel: LanguageModel,
    private readonly safety: StorySafetyService,
    private readonly deadline: GenerationDeadline,
    private readonly billing: BillingService,
    private readonly ledger: LedgerWriter,
    private readonly writes: WriteRetryQueue
  ) {}

  /** @throws AiError without a plan; ContentRejected if request or plan must not pass */
  async execute({ request, caller }: Book, signal: AbortSignal, store: StorePlan): Promise<void> {
    const charges = this.billing.open(randomUUID(), principalOf(caller))
    try {
      const plan = await this.deadline.run(signal, (inTime, deadlineAtMs) =>
        this.plan(request, { signal: inTime, deadlineAtMs, onAttempt: charges.onAttempt })
      )
      const isOurs = await store(plan, charges.total().costUsd)
      await this.settle(charges, isOurs ? 'delivered' : 'failed')
    } catch (error) {
      await charges.attemptsEnded()
      await this.settle(charges, outcomeOf(error, signal))
      throw error
    } finally {
      charges.close()
    }
  }

  private async plan(request: BookRequest, call: CompletionCall): Promise<BookPlan> {
    await this.safety.moderateRequest(request, call.signal)
    const plan = (await this.ask(request, call, false)) ?? (await this.ask(request, call, true))
    if (plan === undefined) throw new AiError('no_story_in_answer')
    const text = textOfPlan(plan)
    this.safety.rejectLeak(text)
    await this.safety.moderateText(text, request, call.signal)
    return plan
  }

  private async ask(
    request: BookRequest,
    call: CompletionCall,
    another: boolean
  ): Promise<BookPlan | undefined> {
    const messages = planPrompt(request, another)
    const output = { messages, output: planSchema, maxTokens: planTokenLimit(request) }
    const { text } = await this.languageModel.complete(output, call)
    return readPlan(text, partsOf(request.words.max))
  }

  private async settle(charges: GenerationCharges, outcome: BillingOutcome): Promise<void> {
    if (charges.isEmpty) return
    const settlement = { id: charges.generationId, charges: charges.end(outcome) }
    await this.writes.write({
      run: async () => void (await this.ledger.settle(settlement)),
      dropped: () => this.ledger.abandon(settlement.id)
    })
  }
}

function outcomeOf(error: unknown, signal: AbortSignal): BillingOutcome {
  if (error instanceof AppError && error.status === 422) return 'refused'
  return signal.reason instanceof ClientDisconnected ? 'client_closed' : 'failed'
}

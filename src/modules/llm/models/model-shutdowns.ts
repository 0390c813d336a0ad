import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { llmConfig } from '#modules/llm/llm.config.js'
import { LlmMetrics } from '#modules/llm/llm.metrics.js'
import { shutdownDateOf } from './model-table.js'

const dayMs = 24 * 3600 * 1000
/** Replacing a model takes time: its successor must be tried, and may write other stories. */
const warnBeforeMs = 60 * dayMs

/** The announced shutdown dates of the configured models: the server's, else those of the table. */
@Injectable()
export class ModelShutdowns {
  private readonly dates = new Map<string, string>()
  private readonly models: readonly string[]

  constructor(
    @Inject(llmConfig.KEY) settings: ConfigType<typeof llmConfig>,
    private readonly metrics: LlmMetrics,
    private readonly logger: PinoLogger
  ) {
    this.models = [...new Set([settings.OPENAI_MODEL, ...settings.OPENAI_FALLBACK_MODELS])]
    for (const model of this.models) this.set(model, shutdownDateOf(model))
  }

  /** Reads the server's list of models, in which `shutdown_date` may be missing or anything. */
  read(list: readonly unknown[]): void {
    for (const entry of list) {
      const { id, shutdown_date: date } = Object(entry) as Readonly<Record<string, unknown>>
      const model = this.models.find(name => name === id)
      if (model !== undefined && typeof date === 'string') this.set(model, date.slice(0, 10))
    }
  }

  /** Logs a line for each model that ends soon or has ended. */
  warn(): void {
    const nowMs = Date.now()
    for (const [model, shutdownDate] of this.dates) {
      const leftMs = Date.parse(shutdownDate) - nowMs
      if (leftMs > warnBeforeMs) continue
      this.logger.warn(
        { action: 'model_shutdown', model, shutdownDate, daysLeft: Math.floor(leftMs / dayMs) },
        'A configured model is shut down at its provider on this date'
      )
    }
  }

  /** For the health report: `model: shutdown date`. */
  get notes(): readonly string[] {
    return [...this.dates].map(([model, date]) => `${model}: shutdown ${date}`)
  }

  private set(model: string, date: string | undefined): void {
    if (date === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return
    const ms = Date.parse(date)
    if (Number.isNaN(ms)) return
    this.dates.set(model, date)
    this.metrics.modelShutdown.set({ model }, ms / 1000)
  }
}

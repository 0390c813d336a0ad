import type { RefusedOption } from './provider-options.js'

/** A refusal that is remembered. */
export interface LearntRefusal extends RefusedOption {
  readonly model: string
  /** Epoch milliseconds; then the option is tried again. */
  readonly expiresAtMs: number
}

/** Servers are updated: what one refuses today it may take tomorrow. */
const rememberedMs = 24 * 3600 * 1000

/** What the server refused, by model; one instance serves one base URL. */
export class LearntRefusals {
  private learnt: readonly LearntRefusal[] = []

  /** @param now epoch milliseconds */
  constructor(private readonly now: () => number = Date.now) {}

  /** All that is remembered, for health. */
  get all(): readonly LearntRefusal[] {
    const nowMs = this.now()
    if (this.learnt.some(({ expiresAtMs }) => expiresAtMs <= nowMs)) {
      this.learnt = this.learnt.filter(({ expiresAtMs }) => expiresAtMs > nowMs)
    }
    return this.learnt
  }

  of(model: string): readonly LearntRefusal[] {
    return this.all.filter(one => one.model === model)
  }

  /** Returns what is new among the refusals. */
  add(model: string, refusals: readonly RefusedOption[]): readonly LearntRefusal[] {
    const known = this.of(model)
    const expiresAtMs = this.now() + rememberedMs
    const fresh = refusals
      .filter(({ feature, option }) =>
        known.every(one => one.feature !== feature || one.option !== option)
      )
      .map(({ feature, option }) => ({ feature, option, model, expiresAtMs }))
    if (fresh.length > 0) this.learnt = [...this.learnt, ...fresh]
    return fresh
  }
}

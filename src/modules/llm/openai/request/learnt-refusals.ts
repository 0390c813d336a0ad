import type { RefusedOption } from './provider-options.js'

/** An option that a server has rejected. */
export interface LearntRefusal extends RefusedOption {
  readonly model: string
  /** Epoch milliseconds. After that the option is sent again. */
  readonly expiresAtMs: number
}

/** Refusals expire, because an updated server may accept the option. */
const rememberedMs = 24 * 3600 * 1000

/** The options that the server has rejected, by model. An instance has one base URL. */
export class LearntRefusals {
  private learnt: readonly LearntRefusal[] = []

  /** @param now epoch milliseconds */
  constructor(private readonly now: () => number = Date.now) {}

  /** All unexpired refusals, for the health report. */
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

  /** Returns the refusals that were not known. */
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

interface ModelTally {
  calls: number
  prompt: number
  completion: number
}

interface AbortedCall {
  /** Milliseconds since the epoch: when the disconnect was noticed. */
  readonly at: number
  readonly startedAt: number
}

/** Counts since the start or the last reset. */
export interface SimulatorStats {
  /** Calls by route: `POST /v1/chat/completions` and so on; control routes are not counted. */
  readonly calls: Readonly<Record<string, number>>
  readonly total: number
  /** Answers sent to their end, whatever their status. */
  readonly completed: number
  /** The client disconnected before the answer was complete. */
  readonly aborted: number
  readonly abortedAt: readonly AbortedCall[]
  /** Connections cut or reset by a fault. */
  readonly severed: number
  readonly inFlight: number
  /** Faults served, by name. */
  readonly faults: Readonly<Record<string, number>>
  /** Tokens of finished chat answers. */
  readonly tokens: { readonly prompt: number; readonly completion: number }
  /** Tokens of streams that the client closed early: of the answer, those written by then. */
  readonly abandoned: { readonly prompt: number; readonly completion: number }
  /** By the model asked for; tokens of finished answers. */
  readonly models: Readonly<Record<string, Readonly<ModelTally>>>
  /** Server-sent events written, `[DONE]` included. */
  readonly chunks: number
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

interface Counts extends Writable<
  Omit<SimulatorStats, 'calls' | 'faults' | 'models' | 'tokens' | 'abandoned' | 'abortedAt'>
> {
  calls: Map<string, number>
  faults: Map<string, number>
  models: Map<string, ModelTally>
  tokens: { prompt: number; completion: number }
  abandoned: { prompt: number; completion: number }
  abortedAt: AbortedCall[]
}

type CallEnd = 'completed' | 'aborted' | 'severed'

/** Counts one call. After a reset it still adds to the counts in which it began. */
export interface CallTally {
  asked(model: string): void
  served(fault: string): void
  sentChunks(count: number): void
  /** Counted only if the call ends completed. */
  used(prompt: number, completion: number): void
  /** Tokens of a streamed answer written so far. Counted only if the client disconnects. */
  wrote(completion: number): void
  end(how: CallEnd): void
}

interface Waiter {
  readonly predicate: (stats: SimulatorStats) => boolean
  readonly settle: (outcome: SimulatorStats | Error) => void
}

/** Counts calls and resolves the pending `waitFor` calls whose predicate holds. */
export class StatsCollector {
  private counts = emptyCounts()
  private readonly waiters = new Set<Waiter>()

  begin(route: string): CallTally {
    const { counts } = this
    const startedAt = Date.now()
    let model: string | undefined
    let tokens = { prompt: 0, completion: 0 }
    let written = 0
    increment(counts.calls, route)
    counts.total += 1
    counts.inFlight += 1
    this.changed()
    return {
      asked: name => {
        model = name
        modelTally(counts, name).calls += 1
        this.changed()
      },
      served: fault => {
        increment(counts.faults, fault)
        this.changed()
      },
      sentChunks: count => {
        counts.chunks += count
        this.changed()
      },
      used: (prompt, completion) => {
        tokens = { prompt, completion }
      },
      wrote: completion => {
        written = completion
      },
      end: how => {
        counts.inFlight -= 1
        counts[how] += 1
        if (how === 'aborted') counts.abortedAt.push({ at: Date.now(), startedAt })
        if (how === 'aborted' && written > 0) {
          counts.abandoned.prompt += tokens.prompt
          counts.abandoned.completion += written
        }
        if (how === 'completed') addTokens(counts, model, tokens)
        this.changed()
      }
    }
  }

  snapshot(): SimulatorStats {
    const { calls, faults, models, ...rest } = this.counts
    return structuredClone({
      ...rest,
      calls: Object.fromEntries(calls),
      faults: Object.fromEntries(faults),
      models: Object.fromEntries(models)
    })
  }

  /** @throws Error when the time is up or the simulator closes, with the stats as they were */
  waitFor(
    predicate: (stats: SimulatorStats) => boolean,
    timeoutMs: number
  ): Promise<SimulatorStats> {
    const { promise, resolve, reject } = Promise.withResolvers<SimulatorStats>()
    const timer = setTimeout(() => {
      waiter.settle(
        new Error(`Not seen within ${timeoutMs} ms: ${JSON.stringify(this.snapshot())}`)
      )
    }, timeoutMs)
    const waiter: Waiter = {
      predicate,
      settle: outcome => {
        clearTimeout(timer)
        this.waiters.delete(waiter)
        if (outcome instanceof Error) reject(outcome)
        else resolve(outcome)
      }
    }
    this.waiters.add(waiter)
    this.changed()
    return promise
  }

  reset(): void {
    this.counts = emptyCounts()
    this.changed()
  }

  close(): void {
    for (const waiter of this.waiters) waiter.settle(new Error('The simulator was closed'))
  }

  private changed(): void {
    if (this.waiters.size === 0) return
    const stats = this.snapshot()
    for (const waiter of this.waiters) {
      try {
        if (waiter.predicate(stats)) waiter.settle(stats)
      } catch (error) {
        waiter.settle(error instanceof Error ? error : new Error(String(error)))
      }
    }
  }
}

function emptyCounts(): Counts {
  return {
    calls: new Map(),
    total: 0,
    completed: 0,
    aborted: 0,
    abortedAt: [],
    severed: 0,
    inFlight: 0,
    faults: new Map(),
    tokens: { prompt: 0, completion: 0 },
    abandoned: { prompt: 0, completion: 0 },
    models: new Map(),
    chunks: 0
  }
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

function modelTally(counts: Counts, name: string): ModelTally {
  const known = counts.models.get(name)
  if (known) return known
  const tally = { calls: 0, prompt: 0, completion: 0 }
  counts.models.set(name, tally)
  return tally
}

function addTokens(
  counts: Counts,
  model: string | undefined,
  tokens: { readonly prompt: number; readonly completion: number }
): void {
  if (model === undefined) return
  for (const tally of [counts.tokens, modelTally(counts, model)]) {
    tally.prompt += tokens.prompt
    tally.completion += tokens.completion
  }
}

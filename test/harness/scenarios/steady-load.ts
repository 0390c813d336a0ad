import { Agent, request } from 'undici'

/** The parts of a request that differ between the requests of the load. */
export interface Order {
  readonly headers: Readonly<Record<string, string>>
  readonly body: object
}

export interface LoadForm {
  readonly perSecond: number
  readonly order: (number: number) => Order
  /** Paths that are requested several times a second while the load runs. */
  readonly probePaths: readonly string[]
}

interface Timed {
  /** Milliseconds since the load began. */
  readonly startedAtMs: number
  readonly endedAtMs: number
  readonly tookMs: number
  /** 0 if there was no response. */
  readonly status: number
}

export interface StoryOrError {
  readonly id?: string
  readonly title?: string
  readonly cached?: boolean
  readonly usage?: { readonly total_tokens: number }
  readonly error?: { readonly code: string; readonly details?: { readonly reason?: string } }
}

export interface LoadAnswer extends Timed {
  /** Number of the request, from 0. */
  readonly number: number
  readonly retryAfter: string | undefined
  readonly body: StoryOrError
}

export interface ProbeAnswer extends Timed {
  readonly path: string
  readonly text: string
}

export interface LoadResult {
  readonly answers: readonly LoadAnswer[]
  readonly probes: readonly ProbeAnswer[]
}

const probesPerSecond = 10

/** Sends generations at fixed times, however long responses take (open loop). */
export function startLoad(url: string, form: LoadForm): SteadyLoad {
  return new SteadyLoad(url, form)
}

export class SteadyLoad {
  private readonly agent = new Agent()
  private readonly beganAt = performance.now()
  private readonly running = new Set<Promise<void>>()
  private readonly answers: LoadAnswer[] = []
  private readonly probes: ProbeAnswer[] = []
  private readonly stopCalls: () => void
  private readonly stopProbes: () => void
  private listener: (answer: LoadAnswer) => void = () => undefined
  private next = 0

  constructor(
    private readonly url: string,
    private readonly form: LoadForm
  ) {
    this.stopCalls = atFixedMoments(form.perSecond, () => this.track(this.call()))
    this.stopProbes = atFixedMoments(probesPerSecond, () => this.track(this.probe()))
  }

  nowMs(): number {
    return performance.now() - this.beganAt
  }

  lasts(ms: number): Promise<void> {
    return new Promise(resolve => setTimeout(resolve, ms))
  }

  /** Resolves with the next answer that satisfies the predicate. */
  answered(predicate: (answer: LoadAnswer) => boolean): Promise<void> {
    return new Promise(resolve => {
      this.listener = answer => {
        if (predicate(answer)) resolve()
      }
    })
  }

  /** Resolves when this number of answers in a row were stories. */
  good(inARow: number): Promise<void> {
    let row = 0
    return this.answered(({ status }) => {
      row = status === 200 ? row + 1 : 0
      return row === inARow
    })
  }

  /** The responses of this path so far, in order. */
  probed(wanted: string): readonly ProbeAnswer[] {
    return this.probes.filter(({ path }) => path === wanted)
  }

  answersSoFar(): readonly LoadAnswer[] {
    return this.answers
  }

  /** The metrics page of the service. */
  async metrics(): Promise<string> {
    const { body } = await request(`${this.url}/metrics`, { dispatcher: this.agent })
    return body.text()
  }

  /** Stops sending and resolves when every response has arrived; may be called again. */
  async stop(): Promise<LoadResult> {
    this.stopCalls()
    this.stopProbes()
    await Promise.all(this.running)
    if (!this.agent.closed) await this.agent.close()
    const answers = this.answers.toSorted((a, b) => a.startedAtMs - b.startedAtMs)
    return { answers, probes: this.probes }
  }

  private async call(): Promise<void> {
    const number = this.next++
    const answer = await this.timed(async () => ({
      number,
      ...(await send(this.agent, `${this.url}/api/v1/generate`, this.form.order(number)))
    }))
    this.answers.push(answer)
    this.listener(answer)
  }

  private async probe(): Promise<void> {
    for (const path of this.form.probePaths) {
      this.probes.push(
        await this.timed(async () => {
          const { statusCode, body } = await request(this.url + path, { dispatcher: this.agent })
          return { path, status: statusCode, text: await body.text() }
        })
      )
    }
  }

  private async timed<T extends { readonly status: number }>(
    work: () => Promise<T>
  ): Promise<T & Timed> {
    const startedAtMs = this.nowMs()
    const result = await work()
    const endedAtMs = this.nowMs()
    return { ...result, startedAtMs, endedAtMs, tookMs: endedAtMs - startedAtMs }
  }

  private track(work: Promise<void>): void {
    const promise = work.finally(() => this.running.delete(promise))
    this.running.add(promise)
  }
}

async function send(
  dispatcher: Agent,
  url: string,
  { headers, body }: Order
): Promise<Pick<LoadAnswer, 'status' | 'retryAfter' | 'body'>> {
  try {
    const answer = await request(url, {
      dispatcher,
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body)
    })
    const retryAfter = answer.headers['retry-after']
    return {
      status: answer.statusCode,
      retryAfter: retryAfter === undefined ? undefined : String(retryAfter),
      body: (await answer.body.json()) as StoryOrError
    }
  } catch {
    return { status: 0, retryAfter: undefined, body: {} }
  }
}

/** Each time is computed from the start, so that late timers do not add up. */
function atFixedMoments(perSecond: number, work: () => void): () => void {
  const beganAt = performance.now()
  let done = 0
  let timer: NodeJS.Timeout
  const next = (): void => {
    const dueAt = beganAt + (++done * 1000) / perSecond
    timer = setTimeout(
      () => {
        work()
        next()
      },
      Math.max(dueAt - performance.now(), 0)
    )
  }
  next()
  return () => clearTimeout(timer)
}

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

export interface SteadyLoad {
  nowMs(): number
  lasts(ms: number): Promise<void>
  /** Resolves with the next answer that satisfies the predicate. */
  answered(predicate: (answer: LoadAnswer) => boolean): Promise<void>
  /** Resolves when this number of answers in a row were stories. */
  good(inARow: number): Promise<void>
  /** The responses of this path so far, in order. */
  probed(path: string): readonly ProbeAnswer[]
  answersSoFar(): readonly LoadAnswer[]
  /** The metrics page of the service. */
  metrics(): Promise<string>
  /** Stops sending and resolves when every response has arrived; may be called again. */
  stop(): Promise<{
    readonly answers: readonly LoadAnswer[]
    readonly probes: readonly ProbeAnswer[]
  }>
}

const probesPerSecond = 10

/** Sends generations at fixed times, however long responses take (open loop). */
export function startLoad(url: string, form: LoadForm): SteadyLoad {
  const agent = new Agent()
  const beganAt = performance.now()
  const nowMs = (): number => performance.now() - beganAt
  const running = new Set<Promise<void>>()
  const answers: LoadAnswer[] = []
  const probes: ProbeAnswer[] = []
  let listener: (answer: LoadAnswer) => void = () => undefined
  let next = 0

  const timed = async <T extends { readonly status: number }>(
    work: () => Promise<T>
  ): Promise<T & Timed> => {
    const startedAtMs = nowMs()
    const result = await work()
    const endedAtMs = nowMs()
    return { ...result, startedAtMs, endedAtMs, tookMs: endedAtMs - startedAtMs }
  }
  const call = async (): Promise<void> => {
    const number = next++
    const answer = await timed(async () => ({
      number,
      ...(await send(agent, `${url}/api/v1/generate`, form.order(number)))
    }))
    answers.push(answer)
    listener(answer)
  }
  const probe = async (): Promise<void> => {
    for (const path of form.probePaths) {
      probes.push(
        await timed(async () => {
          const { statusCode: status, body } = await request(url + path, { dispatcher: agent })
          return { path, status, text: await body.text() }
        })
      )
    }
  }
  const track = (work: () => Promise<void>): void => {
    const promise = work().finally(() => running.delete(promise))
    running.add(promise)
  }
  const stopCalls = atFixedMoments(form.perSecond, () => track(call))
  const stopProbes = atFixedMoments(probesPerSecond, () => track(probe))
  const answered: SteadyLoad['answered'] = predicate =>
    new Promise(resolve => {
      listener = answer => {
        if (predicate(answer)) resolve()
      }
    })
  return {
    nowMs,
    lasts: ms => new Promise(resolve => setTimeout(resolve, ms)),
    probed: wanted => probes.filter(({ path }) => path === wanted),
    answersSoFar: () => answers,
    answered,
    good: inARow => {
      let row = 0
      return answered(({ status }) => {
        row = status === 200 ? row + 1 : 0
        return row === inARow
      })
    },
    metrics: async () => {
      const { body } = await request(`${url}/metrics`, { dispatcher: agent })
      return body.text()
    },
    stop: async () => {
      stopCalls()
      stopProbes()
      await Promise.all(running)
      if (!agent.closed) await agent.close()
      return { answers: answers.toSorted((a, b) => a.startedAtMs - b.startedAtMs), probes }
    }
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

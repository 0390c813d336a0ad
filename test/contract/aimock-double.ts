import { isChatCompletionBody, LLMock, type FixtureResponse } from '@copilotkit/aimock'
import { flaggedKeyword, type ChatBody, type Double, type Failure } from './double.js'

const title = 'The Fox Who Kept the Light'
const beginning =
  'A fox lived alone beneath the oldest oak of the valley, and every evening she lit a small ' +
  'lantern for those who had lost their way. Nobody ever thanked her, and she never asked why.'
const ending =
  'Then a storm came down from the hills. The whole village walked home by that one light, and in ' +
  'the morning they left bread, honey and a new wick at the foot of the tree.'

/** The usage that it reports with each answer. */
const usage = { prompt_tokens: 321, completion_tokens: 98 }

/**
 * The npm package @copilotkit/aimock, which shares no code with our simulator. It has no `refusal`
 * (always null), sends Retry-After with 429 only, cannot fail a moderation, and does not report
 * whether a client disconnected before its response: only the simulator is used for these claims.
 */
export async function startAimockDouble(): Promise<Double> {
  const mock = new LLMock({ port: 0, logLevel: 'silent' })
  let script: ((body: ChatBody) => FixtureResponse | Promise<FixtureResponse>) | undefined
  let answers = 0
  const say = (content: string, finishReason = 'stop'): FixtureResponse => {
    answers += 1
    return { content, finishReason, usage }
  }
  const respondWith = (body: ChatBody): FixtureResponse =>
    say(storyText(isContinuation(body) ? ending : `${beginning}\n\n${ending}`))
  mock.on({ endpoint: 'chat', predicate: () => true }, request => {
    const body = request as unknown as ChatBody
    return (script ?? respondWith)(body)
  })
  mock.onModerate(flaggedKeyword, {
    flagged: true,
    categories: { violence: true },
    category_scores: { violence: 0.97, hate: 0.001 }
  })
  await mock.start()
  /** Plays a scene for a number of calls, then returns stories again. */
  const play = (scene: NonNullable<typeof script>, times = Infinity): void => {
    let played = 0
    script = body => (played++ < times ? scene(body) : respondWith(body))
  }
  return {
    baseUrl: `${mock.url}/v1`,
    fails: (status, failure = {}) => play(() => errorOf(status, failure), failure.times),
    dropsConnections: () => {
      mock.setChaos({ disconnectRate: 1 })
    },
    isSilent: () => play(() => new Promise(() => {})),
    filtersContent: () => play(() => say('', 'content_filter')),
    cutsOffOnce: () => {
      const whole = storyText(`${beginning}\n\n${ending}`)
      play(() => say(whole.slice(0, whole.indexOf('from the hills')), 'length'), 1)
    },
    stammersOnce: () => play(() => say('Once upon a time {'), 1),
    chats: () =>
      mock
        .getRequests()
        .map(({ body }) => body)
        .filter(isChatCompletionBody)
        .map(body => body as unknown as ChatBody),
    reported: () => ({
      prompt: answers * usage.prompt_tokens,
      completion: answers * usage.completion_tokens
    }),
    moderations: () => mock.getRequests().filter(({ path }) => path === '/v1/moderations').length,
    reset: () => {
      script = undefined
      answers = 0
      mock.clearChaos()
      mock.clearRequests()
    },
    close: () => mock.stop()
  }
}

function storyText(content: string): string {
  return JSON.stringify({ title, content })
}

function isContinuation({ messages }: ChatBody): boolean {
  return messages.at(-1)?.content.includes('"task":"continue"') ?? false
}

function errorOf(status: number, { code, retryAfter }: Failure): FixtureResponse {
  return {
    status,
    error: {
      message: 'The double was told to fail',
      type: code ?? 'server_error',
      ...(code !== undefined && { code })
    },
    ...(retryAfter !== undefined && { retryAfter })
  }
}

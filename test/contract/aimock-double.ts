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

/** How the double responds to a chat call. */
type Scene = (body: ChatBody) => FixtureResponse | Promise<FixtureResponse>

export async function startAimockDouble(): Promise<Double> {
  const mock = new LLMock({ port: 0, logLevel: 'silent' })
  const double = new AimockDouble(mock)
  await mock.start()
  return double
}

/**
 * The npm package @copilotkit/aimock, which shares no code with our simulator. It has no `refusal`
 * (always null), sends Retry-After with 429 only, cannot fail a moderation, and does not report
 * whether a client disconnected before its response: only the simulator is used for these claims.
 */
class AimockDouble implements Double {
  private scene: Scene | undefined
  private answers = 0

  constructor(private readonly mock: LLMock) {
    mock.on({ endpoint: 'chat', predicate: () => true }, request => {
      const body = request as unknown as ChatBody
      return this.scene === undefined ? this.writeStory(body) : this.scene(body)
    })
    mock.onModerate(flaggedKeyword, {
      flagged: true,
      categories: { violence: true },
      category_scores: { violence: 0.97, hate: 0.001 }
    })
  }

  get baseUrl(): string {
    return `${this.mock.url}/v1`
  }

  fails(status: number, failure: Failure = {}): void {
    this.play(() => errorOf(status, failure), failure.times)
  }

  dropsConnections(): void {
    this.mock.setChaos({ disconnectRate: 1 })
  }

  isSilent(): void {
    this.play(() => new Promise(() => {}))
  }

  filtersContent(): void {
    this.play(() => this.say('', 'content_filter'))
  }

  cutsOffOnce(): void {
    const whole = storyText(`${beginning}\n\n${ending}`)
    this.play(() => this.say(whole.slice(0, whole.indexOf('from the hills')), 'length'), 1)
  }

  stammersOnce(): void {
    this.play(() => this.say('Once upon a time {'), 1)
  }

  chats(): readonly ChatBody[] {
    return this.mock
      .getRequests()
      .map(({ body }) => body)
      .filter(isChatCompletionBody)
      .map(body => body as unknown as ChatBody)
  }

  reported(): { readonly prompt: number; readonly completion: number } {
    return {
      prompt: this.answers * usage.prompt_tokens,
      completion: this.answers * usage.completion_tokens
    }
  }

  moderations(): number {
    return this.mock.getRequests().filter(({ path }) => path === '/v1/moderations').length
  }

  reset(): void {
    this.scene = undefined
    this.answers = 0
    this.mock.clearChaos()
    this.mock.clearRequests()
  }

  async close(): Promise<void> {
    await this.mock.stop()
  }

  /** Plays a scene for a number of calls, then returns stories again. */
  private play(scene: Scene, times = Infinity): void {
    let played = 0
    this.scene = body => (played++ < times ? scene(body) : this.writeStory(body))
  }

  private writeStory(body: ChatBody): FixtureResponse {
    return this.say(storyText(isContinuation(body) ? ending : `${beginning}\n\n${ending}`))
  }

  private say(content: string, finishReason = 'stop'): FixtureResponse {
    this.answers += 1
    return { content, finishReason, usage }
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

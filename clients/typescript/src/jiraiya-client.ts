import { AdminCalls } from './admin-calls.js'
import type { CallOptions, GenerationOptions, JiraiyaClientOptions } from './client-options.js'
import { eachOf } from './each-of.js'
import * as calls from './generated/sdk.gen.js'
import type {
  Principal,
  GenerateResponse,
  GenerateRequest,
  IssuedToken,
  ListStoriesData,
  OwnUsage,
  CreateStory,
  Story,
  StoryList,
  TokenRequest
} from './generated/types.gen.js'
import { HealthCalls } from './health-calls.js'
import { randomId } from './random-id.js'
import type { StoryEvent } from './story-events.js'
import { Transport, type Call } from './transport.js'

/** What is asked for, as `POST /generate` spells it. */
export type GenerateOrder = Frozen<GenerateRequest>
/** What is asked for, as all other routes spell it. */
export type GenerationCommand = Frozen<CreateStory>
/** Which of the kept stories. */
export type StoryQuery = NonNullable<ListStoriesData['query']>

type Frozen<T> = T extends (infer E)[]
  ? readonly E[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T

/**
 * Jiraiya, the story service. Every call throws a `JiraiyaError`, one class for each code, unless its
 * own signal is aborted: then that signal's reason. What is `retryable` is asked again by itself, a
 * story under one Idempotency-Key, so that it is paid for once.
 */
export class JiraiyaClient {
  readonly admin: AdminCalls
  readonly health: HealthCalls
  private readonly transport: Transport

  constructor(private readonly options: JiraiyaClientOptions) {
    this.transport = new Transport(options)
    this.admin = new AdminCalls(this.transport)
    this.health = new HealthCalls(this.transport)
  }

  /** The same client for somebody else, with another credential, another correlation id. */
  with(other: Partial<JiraiyaClientOptions>): JiraiyaClient {
    return new JiraiyaClient({ ...this.options, ...other })
  }

  /** A story, in the contract of the Python service: bare, in snake_case. It is kept like any other. */
  generateStory(order: GenerateOrder, options: GenerationOptions = {}): Promise<GenerateResponse> {
    const body = order as GenerateRequest
    return this.transport.ask(
      sending => calls.generateStory({ ...sending, body }),
      this.generation(options)
    )
  }

  /** A story, with a draft for Kuybi's create-story form. */
  createStory(order: GenerationCommand, options: GenerationOptions = {}): Promise<Story> {
    const body = order as CreateStory
    return this.transport.open(
      sending => calls.createStory({ ...sending, body }),
      this.generation(options)
    )
  }

  /**
   * The same, heard while it is written. Begins with the loop; leaving the loop, or aborting, stops
   * the model, and reading slowly slows it. Until the first event is there it is asked again like any
   * other call, from then on never: whoever wants to do that gives an `idempotencyKey`, and shows the
   * story from its beginning.
   */
  async *streamStory(
    order: GenerationCommand,
    options: GenerationOptions = {}
  ): AsyncGenerator<StoryEvent, void, undefined> {
    const body = order as CreateStory
    const { first, events } = await this.transport.hear(
      sending => calls.streamStory({ ...sending, body, parseAs: 'stream' }),
      { ...options, headers: generationHeaders(options) }
    )
    try {
      if (first.done) return
      yield first.value
      yield* events
    } finally {
      await events.return()
    }
  }

  /** A page of the kept stories, the latest first. */
  listStories(query: StoryQuery = {}, options: CallOptions = {}): Promise<StoryList> {
    return this.transport.open(sending => calls.listStories({ ...sending, query }), options)
  }

  /** All kept stories, page after page, none twice. Those deleted meanwhile make others be missed. */
  stories(
    query: Omit<StoryQuery, 'page'> = {},
    options: CallOptions = {}
  ): AsyncGenerator<Story, void, undefined> {
    return eachOf(page => this.listStories({ limit: 100, ...query, page }, options))
  }

  /** @throws NotFoundError for a story of somebody else too */
  readStory(id: string, options: CallOptions = {}): Promise<Story> {
    return this.transport.open(sending => calls.readStory({ ...sending, path: { id } }), options)
  }

  /**
   * For good.
   * @throws NotFoundError also when an earlier attempt of this call deleted it and its answer was lost
   */
  async deleteStory(id: string, options: CallOptions = {}): Promise<void> {
    await this.transport.ask(sending => calls.deleteStory({ ...sending, path: { id } }), options)
  }

  /** What the owner used, what it cost, what is left of budgets and limits. */
  readUsage(options: CallOptions = {}): Promise<OwnUsage> {
    return this.transport.open(sending => calls.readUsage(sending), options)
  }

  /** A token with which one user's page may have stories, for 1 to 24 hours; needs `tokens:issue`. */
  issueToken(body: TokenRequest, options: CallOptions = {}): Promise<IssuedToken> {
    return this.transport.open(sending => calls.issueToken({ ...sending, body }), options)
  }

  /**
   * What this client's credential says and may. Somebody else's: `client.with({ token })`.
   * @throws AuthenticationError when it is worth nothing
   */
  validateCredential(options: CallOptions = {}): Promise<Principal> {
    return this.transport.open(sending => calls.validateCredential(sending), options)
  }

  private generation(options: GenerationOptions): Call {
    const timeoutMs = options.timeoutMs ?? this.options.timeouts?.generationMs ?? 130_000
    return { ...options, timeoutMs, headers: generationHeaders(options) }
  }
}

/** One key for all attempts at one story. */
function generationHeaders({
  idempotencyKey = randomId(),
  another = false
}: GenerationOptions): Readonly<Record<string, string>> {
  return { 'Idempotency-Key': idempotencyKey, ...(another && { 'Cache-Control': 'no-cache' }) }
}

import { AdminCalls } from './admin-calls.js'
import type { Answer } from './answer.js'
import type {
  CallOptions,
  GenerationOptions,
  JiraiyaClientOptions,
  ReadOptions
} from './client-options.js'
import { eachOf } from './each-of.js'
import { generationCall } from './generation-call.js'
import type { Frozen } from './frozen.js'
import * as calls from './generated/sdk.gen.js'
import type {
  Certificate,
  CertificateVerdict,
  Jwks,
  Principal,
  GenerateResponse,
  GenerateRequest,
  IssuedToken,
  Job,
  ListStoriesData,
  OwnUsage,
  PostedDraft,
  CreateStory,
  Story,
  StoryList,
  TokenRequest,
  VerifyCertificate
} from './generated/types.gen.js'
import { BookCalls } from './book-calls.js'
import { HealthCalls } from './health-calls.js'
import { JobCalls } from './job-calls.js'
import { checkOptions } from './options/check-options.js'
import { withEnvironment } from './options/environment.js'
import { RevisionCalls } from './revision-calls.js'
import { openStory } from './streaming/open-story.js'
import type { StoryStream } from './streaming/story-stream.js'
import { Transport, type Call } from './transport.js'

/** Body of `POST /generate`, in snake_case. */
export type GenerateCommand = Frozen<GenerateRequest>
/** Body of the other generating routes, in camelCase. */
export type GenerationCommand = Frozen<CreateStory>
/** Filters and sort command of the list of stories. */
export type StoryQuery = NonNullable<ListStoriesData['query']>

/**
 * Client of the story service. Calls throw a `JiraiyaError` with one class for each error code, or the abort
 * reason if their signal is aborted. Retryable errors are retried. All attempts for a story use one
 * Idempotency-Key, so it is charged at most once.
 */
export class JiraiyaClient {
  readonly admin: AdminCalls
  readonly health: HealthCalls
  readonly revisions: RevisionCalls
  readonly jobs: JobCalls
  readonly books: BookCalls
  private readonly options: JiraiyaClientOptions
  private readonly transport: Transport

  /** @throws InvalidOptionsError that names every wrong option */
  constructor(options: JiraiyaClientOptions = {}) {
    this.options = withEnvironment(options)
    checkOptions(this.options)
    this.transport = new Transport(this.options)
    this.admin = new AdminCalls(this.transport)
    this.health = new HealthCalls(this.transport)
    this.revisions = new RevisionCalls(this.transport, this.options.timeouts)
    this.jobs = new JobCalls(this.transport)
    this.books = new BookCalls(this.transport)
  }

  /** A client with some options replaced, for example another user or credential. */
  with(other: Partial<JiraiyaClientOptions>): JiraiyaClient {
    return new JiraiyaClient({ ...this.options, ...other })
  }

  /** Generates a story in the format of the Python service: snake_case, no envelope. The story is stored. */
  generateStory(
    command: GenerateCommand,
    options: GenerationOptions = {}
  ): Answer<GenerateResponse> {
    const body = command as GenerateRequest
    return this.transport.request(
      sending => calls.generateStory({ ...sending, body }),
      this.generation(options)
    )
  }

  /** Generates a story resource, with a draft for Kuybi's create-story form. */
  createStory(command: GenerationCommand, options: GenerationOptions = {}): Answer<Story> {
    const body = command as CreateStory
    // The service returns a job only if it is asked to by a header.
    return this.transport.requestData<Story | Job>(
      sending => calls.createStory({ ...sending, body }),
      this.generation(options)
    ) as Answer<Story>
  }

  /**
   * Streams a story. The request is sent when the reading starts. Leaving the loop or aborting the signal
   * aborts the provider call. Reading slowly slows the provider call. Failures before the first event are
   * retried, later ones are not. To retry them yourself, use an `idempotencyKey` and show the story from its
   * beginning.
   */
  streamStory(command: GenerationCommand, options: GenerationOptions = {}): StoryStream {
    const body = command as CreateStory
    return openStory(
      this.transport,
      sending => calls.streamStory({ ...sending, body, parseAs: 'stream' }),
      options
    )
  }

  /** A page of stored stories, newest first. */
  listStories(query: StoryQuery = {}, options: CallOptions = {}): Answer<StoryList> {
    return this.transport.requestData(sending => calls.listStories({ ...sending, query }), options)
  }

  /** All stored stories, each once. Stories created or deleted during the iteration do not move the others. */
  stories(
    query: Omit<StoryQuery, 'page' | 'cursor'> = {},
    options: CallOptions = {}
  ): AsyncGenerator<Story, void, undefined> {
    return eachOf(position => this.listStories({ limit: 100, ...query, ...position }, options))
  }

  /**
   * A stored story; with `include: 'indicators'` also the measures of its content.
   * @throws NotFoundError if the story does not exist or belongs to another owner
   */
  readStory(id: string, { include, ...options }: ReadOptions = {}): Answer<Story> {
    const query = include === undefined ? {} : { include }
    return this.transport.requestData(
      sending => calls.readStory({ ...sending, path: { id }, query }),
      options
    )
  }

  /**
   * Deletes a story permanently, with `revisions` also those below it.
   * @throws NotFoundError also if an earlier attempt of this call deleted it and its response was lost
   */
  deleteStory(
    id: string,
    { revisions = false, ...options }: CallOptions & { readonly revisions?: boolean } = {}
  ): Answer<void> {
    const query = revisions ? { revisions: 'true' as const } : {}
    return this.transport.requestNothing(
      sending => calls.deleteStory({ ...sending, path: { id }, query }),
      options
    )
  }

  /** Posts the draft of a story to Kuybi. @throws NotFoundError as `readStory` */
  postKuybiDraft(storyId: string, options: CallOptions = {}): Answer<PostedDraft> {
    return this.transport.requestData(
      sending => calls.postKuybiDraft({ ...sending, path: { id: storyId } }),
      options
    )
  }

  /** The signed statement of what was verified of a story. @throws NotFoundError as `readStory` */
  readCertificate(storyId: string, options: CallOptions = {}): Answer<Certificate> {
    return this.transport.requestData(
      sending => calls.readCertificate({ ...sending, path: { id: storyId } }),
      options
    )
  }

  /** Has the service make the checks of a certificate again. Offline: `verifyCertificate`. */
  verifyCertificate(
    body: VerifyCertificate,
    options: CallOptions = {}
  ): Answer<CertificateVerdict> {
    return this.transport.requestData(
      sending => calls.verifyCertificate({ ...sending, body }),
      options
    )
  }

  /** The public keys of certificates. */
  readCertificateKeys(options: CallOptions = {}): Answer<Jwks> {
    return this.transport.request(sending => calls.readCertificateKeys(sending), options)
  }

  /** Usage and cost of the owner, and what remains of budgets and rate limits. */
  readUsage(options: CallOptions = {}): Answer<OwnUsage> {
    return this.transport.requestData(sending => calls.readUsage(sending), options)
  }

  /** Issues a token for one user, valid for 1 to 24 hours. Requires the scope `tokens:issue`. */
  issueToken(body: TokenRequest, options: CallOptions = {}): Answer<IssuedToken> {
    return this.transport.requestData(sending => calls.issueToken({ ...sending, body }), options)
  }

  /**
   * Claims and scopes of this client's credential. For another credential: `client.with({ token })`.
   * @throws AuthenticationError if it is invalid
   */
  validateCredential(options: CallOptions = {}): Answer<Principal> {
    return this.transport.requestData(sending => calls.validateCredential(sending), options)
  }

  private generation(options: GenerationOptions): Call {
    return generationCall(options, this.options.timeouts)
  }
}

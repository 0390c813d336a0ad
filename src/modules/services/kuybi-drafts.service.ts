import { Inject, Injectable } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import type { Owner } from '#core/access/principal.js'
import { AppError } from '#core/errors/app-error.js'
import { authConfig } from '#modules/auth/auth.config.js'
import { toKuybiDraft } from '#modules/kuybi/kuybi-draft.js'
import { kuybiConfig } from '#modules/kuybi/kuybi.config.js'
import { NoSuchStory } from '#modules/stories/library/no-such-story.js'
import { StoryRepository } from '#modules/stories/library/story.repository.js'
import { ServiceClient, ServiceUnreachable, type ServiceResponse } from './service-client.js'
import { ServiceToken } from './service-token.js'
import { servicesConfig } from './services.config.js'
import { ServicesMetrics } from './services.metrics.js'

/** Where Kuybi's create-story form posts to. */
const path = '/v1/stories'
const retryAfterSeconds = 5

/** A story of Kuybi. */
export interface PostedDraft {
  /** Kuybi's id; null if its response has none. */
  readonly kuybiId: string | null
}

/** Posts the draft of a story to Kuybi, for its owner. */
@Injectable()
export class KuybiDrafts {
  private readonly client: ServiceClient | undefined

  constructor(
    private readonly stories: StoryRepository,
    @Inject(kuybiConfig.KEY) { KUYBI_URL: baseUrl }: ConfigType<typeof kuybiConfig>,
    @Inject(authConfig.KEY) { SERVICE_JWT_SECRET: secret }: ConfigType<typeof authConfig>,
    @Inject(servicesConfig.KEY) settings: ConfigType<typeof servicesConfig>,
    metrics: ServicesMetrics
  ) {
    if (baseUrl === undefined || secret === undefined) return
    const token = new ServiceToken(secret, 'kuybi')
    this.client = new ServiceClient({ service: 'kuybi', baseUrl }, token, settings, metrics)
  }

  /**
   * @throws NoSuchStory also for a story of another owner
   * @throws AppError SERVICE_UNAVAILABLE, EXTERNAL_SERVICE_ERROR
   */
  async execute(owner: Owner, storyId: string, signal: AbortSignal): Promise<PostedDraft> {
    const story = await this.stories.find(owner, storyId)
    if (story === undefined) throw new NoSuchStory()
    const { draft } = toKuybiDraft(story)
    const { status, body } = await this.post(draft, owner, storyId, signal)
    if (status >= 300) throw new AppError('EXTERNAL_SERVICE_ERROR', { details: { status } })
    return { kuybiId: idOf(body) }
  }

  private async post(
    draft: object,
    owner: Owner,
    storyId: string,
    signal: AbortSignal
  ): Promise<ServiceResponse> {
    if (this.client === undefined) {
      throw new AppError('EXTERNAL_SERVICE_ERROR', {
        message:
          'This service is not connected to Kuybi: KUYBI_URL or SERVICE_JWT_SECRET is not set'
      })
    }
    // A repeated attempt must not create a second story there.
    const ids = { 'X-User-ID': owner.replace(/^\w+:/, ''), 'Idempotency-Key': storyId }
    try {
      return await this.client.post(path, draft, ids, signal)
    } catch (error) {
      if (!(error instanceof ServiceUnreachable)) throw error
      const message = 'Kuybi is not available at the moment'
      throw new AppError('SERVICE_UNAVAILABLE', { message, retryAfterSeconds, cause: error })
    }
  }
}

/** The id in Kuybi's envelope. */
function idOf(body: unknown): string | null {
  const data = (body as { readonly data?: { readonly id?: unknown } } | null | undefined)?.data
  return typeof data?.id === 'string' && data.id.length <= 100 ? data.id : null
}

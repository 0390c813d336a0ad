import {
  ChoiceField,
  IntegerField,
  ListField,
  TextField,
  TimeField,
  UuidField
} from '#core/http/openapi/decorators/field.decorators.js'
import { isTime } from '#core/http/dto/cursor.js'
import { ChoiceInput } from '#core/http/dto/input-field.decorators.js'
import { PageQueryDto, type PageSlice } from '#core/http/dto/paging.dto.js'
import { oneLine } from '#core/http/openapi/decorators/patterns.js'
import { webhookStates, type WebhookAttempt, type WebhookState } from '../tables.js'
import type { Webhook } from '../webhooks.repository.js'

class WebhookAttemptDto implements WebhookAttempt {
  @TimeField({ description: 'Start of the attempt.' })
  readonly at!: string

  @IntegerField({
    description: 'Status of the receiver; null without a response.',
    min: 100,
    max: 999,
    nullable: true
  })
  readonly status!: number | null

  @TextField({
    description: 'Why the attempt failed; null if it did not.',
    maxLength: 200,
    pattern: oneLine,
    nullable: true
  })
  readonly problem!: string | null

  @IntegerField({ description: 'Duration in milliseconds.', min: 0, max: 1_000_000 })
  readonly durationMs!: number
}

/** A webhook and its delivery log. */
export class WebhookDto {
  static readonly examples: Readonly<Record<string, WebhookDto>> = {
    webhook: {
      id: '9a7d1c52-0f6b-4c07-8d0e-5b1d6a2f4c33',
      type: 'job.completed',
      url: 'https://kuybi.example.com/hooks/stories',
      state: 'delivered',
      attempts: [
        { at: '2026-12-01T09:30:22.000Z', status: 503, problem: 'refused', durationMs: 40 },
        { at: '2026-12-01T09:30:29.000Z', status: 204, problem: null, durationMs: 35 }
      ],
      createdAt: '2026-12-01T09:30:21.000Z'
    }
  }

  @UuidField({ description: 'Id of the message, as in the header `webhook-id`.' })
  readonly id!: string

  @TextField({ description: 'Type of the event.', maxLength: 50, pattern: '^[a-z_.]+$' })
  readonly type!: string

  @TextField({ description: 'Address of the receiver.', maxLength: 2048, pattern: oneLine })
  readonly url!: string

  @ChoiceField({
    description: 'pending: it will be sent again; failed: not delivered within a day.',
    choices: webhookStates
  })
  readonly state!: WebhookState

  @ListField({
    description: 'The latest attempts, the oldest first.',
    of: WebhookAttemptDto,
    maxItems: 50
  })
  readonly attempts!: readonly WebhookAttemptDto[]

  @TimeField({ description: 'Creation.' })
  readonly createdAt!: string

  static from({ id, type, url, state, attempts, created_at: createdAt }: Webhook): WebhookDto {
    return { id, type, url, state, attempts, createdAt: createdAt.toISOString() }
  }
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Query parameters of the list of webhooks. */
export class WebhookListQueryDto extends PageQueryDto {
  @ChoiceInput({ description: 'Only webhooks in this state.', choices: webhookStates })
  readonly state?: WebhookState

  /** @throws ValidationFailed if the cursor is not one of this list */
  toWebhookSlice(): PageSlice {
    return this.toSlice(isTime, value => uuid.test(value))
  }
}

import type { Type } from '@nestjs/common'
import type { DocumentBuilder } from '@nestjs/swagger'
import type { ApiTags } from './decorators/api-route.decorator.js'

export type SecurityScheme = Parameters<DocumentBuilder['addSecurity']>[1]

/** Texts about the whole API, which the application passes to its document. */
export interface ApiTexts {
  readonly title: string
  /** CommonMark. */
  readonly description: string
  readonly tags: ApiTags
  readonly securitySchemes: Readonly<Record<string, SecurityScheme>>
  /** Paths of documented routes, by a further address of each. */
  readonly aliases: Readonly<Record<string, string>>
  /** DTO classes whose fields the `details` of an error may have, in addition to those of core. */
  readonly errorDetails: readonly Type[]
  readonly examples: {
    readonly correlationId: string
    /** Origin of a page that calls the API. */
    readonly origin: string
  }
}

/** The tags of core's own routes. */
export const coreTags = {
  health: 'Health report and probes. Open to everyone, without rate limits.',
  service: 'Metrics and documents of the service.'
} as const

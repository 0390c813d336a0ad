import type { INestApplication } from '@nestjs/common'
import type { OpenAPIObject } from '@nestjs/swagger'
import { coreTags, type ApiTexts } from '#core/http/openapi/api-texts.js'
import { createOpenApiDocument } from '#core/http/openapi/openapi-document.js'
import { rootProbes } from '#core/http/protocol/path-prefix.js'
import { securitySchemes } from '#modules/auth/security-schemes.js'
import { BudgetExceededDetailsDto } from '#modules/billing/budgets/dto/budget-exceeded-details.dto.js'
import { ExternalServiceErrorDetailsDto } from '#modules/services/external-service-error-details.dto.js'
import { GenerationErrorDetailsDto } from '#modules/stories/http/dto/generation-error-details.dto.js'

declare module '#core/http/openapi/decorators/api-route.decorator.js' {
  interface ApiTags {
    readonly stories: string
    readonly jobs: string
    readonly books: string
    readonly certificates: string
    readonly usage: string
    readonly admin: string
    readonly auth: string
  }
}

const description = `Generates stories from keywords, genre, tone and length, verifies each story against the request, and reports its cost.

**Credentials.** An API key in \`X-API-Key\`, or a token in \`Authorization: Bearer\`. An empty header counts as absent; of two credentials both must be valid, and the token decides. 401 always means that the caller’s own credential is missing or invalid.

**Ids.** Send \`X-Request-ID\` and \`X-Correlation-ID\` (8 to 128 of \`A-Z a-z 0-9 . _ -\`) to find them in every response, error body and log line; missing ids are generated.

**Errors** have the same body on every route. Show \`message\` to people, and switch on \`error.code\` in programs; \`error.retryable\` is true when the same request may succeed later. An unknown address returns 404 with \`NOT_FOUND\`; an unsupported method returns 405 with \`METHOD_NOT_ALLOWED\` and \`Allow\`.

**Limits.** Bodies are JSON of at most 64 KB (a setting of the server). GET routes support HEAD as well.`

/** The texts of the OpenAPI document that belong to no single module, and those of the modules. */
export const apiTexts: ApiTexts = {
  title: 'Jiraiya',
  description,
  tags: {
    stories: 'Generate, stream, list and delete stories.',
    jobs: 'Stories that are written later: jobs and their progress.',
    books: 'Stories of 2,000 to 20,000 words, planned and written section by section.',
    certificates: 'Signed statements of what was verified of a story.',
    usage: 'Usage, cost and remaining limits of the owner.',
    admin:
      'Usage of all owners, budgets, audit events and owner data. Needs the scope `admin`, or an admin role.',
    auth: 'Issue tokens and validate credentials.',
    ...coreTags
  },
  securitySchemes,
  aliases: rootProbes,
  errorDetails: [
    GenerationErrorDetailsDto,
    BudgetExceededDetailsDto,
    ExternalServiceErrorDetailsDto
  ],
  examples: { correlationId: 'kuybi-4f1d2c3b', origin: 'https://dashboard.kuybi.example' }
}

export function openApiDocument(app: INestApplication): Promise<OpenAPIObject> {
  return createOpenApiDocument(app, apiTexts)
}

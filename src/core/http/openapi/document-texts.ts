import type { DocumentBuilder } from '@nestjs/swagger'
import type { Tag } from './decorators/api-route.decorator.js'

type SecurityScheme = Parameters<DocumentBuilder['addSecurity']>[1]

/** The introduction of the document. */
export const serviceDescription = `Generates stories from keywords, genre, tone and length, verifies each story against the request, and reports its cost.

**Credentials.** An API key in \`X-API-Key\`, or a token in \`Authorization: Bearer\`. An empty header counts as absent; of two credentials both must be valid, and the token decides. 401 always means that the caller’s own credential is missing or invalid.

**Ids.** Send \`X-Request-ID\` and \`X-Correlation-ID\` (8 to 128 of \`A-Z a-z 0-9 . _ -\`) to find them in every response, error body and log line; missing ids are generated.

**Errors** have the same body on every route. Show \`message\` to people, and switch on \`error.code\` in programs; \`error.retryable\` tells whether the same request may succeed later. An unknown address returns 404 with \`NOT_FOUND\`; an unsupported method returns 405 with \`METHOD_NOT_ALLOWED\` and \`Allow\`.

**Limits.** Bodies are JSON of at most 64 KB (a setting of the server). GET routes support HEAD as well.`

export const tags: Readonly<Record<Tag, string>> = {
  stories: 'Generate, stream, list and delete stories.',
  usage: 'Usage, cost and remaining limits of the owner.',
  admin:
    'Usage of all owners, budgets, audit events and owner data. Needs the scope `admin`, or an admin role.',
  auth: 'Issue tokens and validate credentials.',
  health: 'Health report and probes. Open to everyone, without rate limits.',
  service: 'Metrics and documents of the service.'
}

export const securitySchemes: Readonly<Record<'apiKey' | 'bearer', SecurityScheme>> = {
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'API key of a backend or dashboard. A key has a name and scopes.'
  },
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: `One of three tokens, all signed with HS256 and no other algorithm (RFC 8725):

- **Kuybi’s user token**, which the dashboard already holds.
- **A service token**, signed with the shared service secret: \`typ\` is \`service\`, \`aud\` is \`jiraiya\`, \`iss\` and \`sub\` name the service, and it lives at most an hour. Its scopes come from the settings, never from the token.
- **An issued token**, from \`POST /api/v1/auth/token\`: lets one user write stories, for at most a day.`
  }
}

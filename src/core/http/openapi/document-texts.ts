import type { DocumentBuilder } from '@nestjs/swagger'
import type { Tag } from './decorators/api-route.decorator.js'

type SecurityScheme = Parameters<DocumentBuilder['addSecurity']>[1]

/** What a reader must know before any single route. */
export const serviceDescription = `Keywords, genre, tone and length in; a story out that was checked for what was asked, at a known cost.

**Credentials.** An API key in \`X-API-Key\`, or a token in \`Authorization: Bearer\`. An empty header counts as absent; of two credentials both must be valid, and the token decides. 401 means only that the caller’s own credential is bad.

**Ids.** Send \`X-Request-ID\` and \`X-Correlation-ID\` (8 to 128 of \`A-Z a-z 0-9 . _ -\`) and find them in every answer, error body and log line; without them they are made.

**Errors** have one body everywhere. Read \`message\`, or switch on \`error.code\`; \`error.retryable\` says whether the same request may succeed later. An address where nothing is answers 404 with \`NOT_FOUND\`, a method that an address does not know 405 with \`METHOD_NOT_ALLOWED\` and \`Allow\`.

**Limits.** Bodies are JSON of at most 64 KB (a setting of the server). GET routes answer HEAD as well.`

export const tags: Readonly<Record<Tag, string>> = {
  stories: 'Stories, written on request.',
  usage: 'What was used, what it cost, what is left.',
  admin:
    'For those who run the bill and answer for it. Needs the scope `admin`, or a role that is an admin’s.',
  auth: 'Tokens and what they say.',
  health: 'For people, load balancers and probes. Open to everyone, never limited.',
  service: 'The service itself: metrics and documents.'
}

export const securitySchemes: Readonly<Record<'apiKey' | 'bearer', SecurityScheme>> = {
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'A key of a backend or dashboard. Keys are named and have scopes.'
  },
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: `One of three tokens, all HS256 and nothing else, as RFC8725 advises:

- **Kuybi’s user token**, as the dashboard has it.
- **A service token**, signed with the shared service secret: \`typ\` is \`service\`, \`aud\` is \`jiraiya\`, \`iss\` and \`sub\` name the service, at most an hour long. Scopes come from our settings, never from the token.
- **An issued token**, from \`POST /api/v1/auth/token\`: may write stories as one user, at most a day.`
  }
}

import type { SecurityScheme } from '#core/http/openapi/api-texts.js'

/** The credentials that the API accepts, for its OpenAPI document. */
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
    description: `One of three tokens, all signed with HS256 and no other algorithm (RFC8725):

- **Kuybi’s user token**, which the dashboard already holds.
- **A service token**, signed with the shared service secret: \`typ\` is \`service\`, \`aud\` is \`jiraiya\`, \`iss\` and \`sub\` name the service, and it lives at most an hour. Its scopes come from the settings, never from the token.
- **An issued token**, from \`POST /api/v1/auth/token\`: lets one user write stories, for at most a day.`
  }
}

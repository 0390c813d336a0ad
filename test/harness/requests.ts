import request, { type Test } from 'supertest'

export const testKey = 'a-key-of-the-tests-that-is-long-enough'

/** What Kuybi signs its users' tokens with, in tests. */
export const testSecret = 'the-secret-of-kuybi-in-the-tests-of-jiraiya'

/** What the service calls the provider with, in tests. */
export const testProviderKey = 'sk-test-the-key-that-the-provider-knows-us-by'

interface StoryRequest {
  readonly keywords: readonly string[]
  readonly genre: string
}

/** The body of a generation: what is required, and what a test changes or adds. */
export function storyRequest<const Changes extends object = object>(
  changes?: Changes
): StoryRequest & Changes {
  const required: StoryRequest = { keywords: ['fox', 'lantern'], genre: 'fairy tale' }
  return { ...required, ...(changes as Changes) }
}

/** A generation as a client of the Python service asks for it. */
export function generate(url: string, body: object | string = storyRequest()): Test {
  return request(url)
    .post('/api/v1/generate')
    .set('X-API-Key', testKey)
    .set('Content-Type', 'application/json')
    .send(body)
}

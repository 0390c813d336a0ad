import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import request from 'supertest'
import { startService } from '../../harness/service/service.js'
import { generate, testKey } from '../../harness/fixtures/requests.js'
import { aStory, call, createStory, keepStories, keyEntry } from '../../harness/fixtures/stories.js'
import { useService } from '../../harness/service/use-service.js'

const otherKey = 'a-key-of-the-tests-of-another-owner'
const pem = (key: KeyObject): string =>
  key.export({ format: 'pem', type: key.type === 'private' ? 'pkcs8' : 'spki' }).toString()
const newKeys = () => generateKeyPairSync('ed25519')
const current = newKeys()
const [last, first] = [newKeys(), newKeys()]

const service = useService({
  API_KEYS: JSON.stringify([
    keyEntry('tests', testKey, ['stories']),
    keyEntry('other', otherKey, ['stories'])
  ]),
  CERTIFICATE_KEY: pem(current.privateKey).replaceAll('\n', String.raw`\n`),
  CERTIFICATE_KEY_PREVIOUS: pem(last.privateKey) + pem(first.publicKey)
})
const headers = { 'X-API-Key': testKey }

interface Claim {
  readonly claim: string
  readonly result: string
}

async function certificateOf(id: string): Promise<string> {
  const { status, body } = await call(service, 'get', `/api/v1/stories/${id}/certificate`, headers)
  expect(status).toBe(200)
  return body.data.certificate
}

async function verdictOn(body: object, { url }: { readonly url: string } = service) {
  const answer = await request(url).post('/api/v1/certificates/verify').set(headers).send(body)
  expect(answer.status).toBe(200)
  const { valid, claims } = answer.body.data
  const results = claims.map(({ claim, result }: Claim) => [claim, result] as const)
  return { valid, ...Object.fromEntries(results) }
}

function payloadOf(certificate: string) {
  return JSON.parse(Buffer.from(certificate.split('.')[1] ?? '', 'base64url').toString())
}

describe('The certificate of a story', () => {
  it('of a revision states what was verified of the revision', async () => {
    const { data: story } = (await createStory(service, headers)).body
    const change = { kind: 'shorten', words: 60 }
    const path = `/api/v1/stories/${story.id}/revisions`
    const { data: shorter } = (await call(service, 'post', path, headers).send(change)).body
    const certificate = await certificateOf(shorter.id)
    expect(payloadOf(certificate).checks.length).toMatchObject({ min: 54, max: 66 })
    expect(await verdictOn({ certificate, content: shorter.content })).toMatchObject({
      valid: true
    })
  })

  it('states what the story is and what was verified of it', async () => {
    const { data: story } = (await createStory(service, headers)).body
    const statement = payloadOf(await certificateOf(story.id))
    expect(statement).toMatchObject({
      format: 1,
      issuer: 'jiraiya',
      storyId: story.id,
      contentSha256: story.contentSha256,
      language: 'en',
      audience: 'general',
      checks: {
        length: story.checks.length,
        language: { asked: 'en', passed: true },
        ending: story.checks.ending,
        repetition: story.checks.repetition
      },
      verifier: expect.stringMatching(/^\d+$/),
      prompt: expect.stringMatching(/^\d+$/),
      model: story.model,
      createdAt: story.createdAt,
      aiGenerated: true,
      digitalSourceType: 'trainedAlgorithmicMedia'
    })
    expect(statement.checks.keywords).toEqual(story.checks.keywords)
    for (const { result, form, at } of statement.checks.keywords) {
      expect(result).toBe('used')
      const stands = at.filter((start: number) => story.content.startsWith(form, start))
      expect(stands).not.toEqual([])
    }
  })

  it('is verified with the story as it was delivered, also by /generate', async () => {
    const { id, title, content } = (await generate(service.url)).body
    const certificate = await certificateOf(id)
    expect(await verdictOn({ certificate, title, content })).toEqual({
      valid: true,
      signature: 'confirmed',
      content: 'confirmed',
      title: 'confirmed',
      keywords: 'confirmed',
      length: 'confirmed',
      language: 'confirmed',
      ending: 'confirmed',
      repetition: 'confirmed'
    })
    expect(await verdictOn({ certificate, content })).toMatchObject({
      valid: true,
      title: 'not_checked'
    })
  })

  it('is the same each time', async () => {
    const { id } = (await generate(service.url)).body
    expect(await certificateOf(id)).toBe(await certificateOf(id))
  })

  it('is refuted claim by claim for another text', async () => {
    const story = aStory({ content: 'The fox ran. The owl slept.', keywords: ['fox', 'owl'] })
    await keepStories(service, 'key:tests', [story])
    const certificate = await certificateOf(story.id)
    const { title, content } = story
    const verdict = await verdictOn({ certificate, title, content })
    expect(await verdictOn({ certificate, title, content: content.replace('owl', 'cat') })).toEqual(
      {
        ...verdict,
        valid: false,
        content: 'refuted',
        keywords: 'refuted'
      }
    )
    expect(await verdictOn({ certificate, title, content: `${content} Now.` })).toEqual({
      ...verdict,
      valid: false,
      content: 'refuted',
      length: 'refuted'
    })
    expect(await verdictOn({ certificate, title: `${title}!`, content })).toEqual({
      ...verdict,
      valid: false,
      title: 'refuted'
    })
  })

  it('is 404 for another owner, and where there is no story', async () => {
    const { id } = (await createStory(service, headers)).body.data
    const path = `/api/v1/stories/${id}/certificate`
    expect((await call(service, 'get', path, { 'X-API-Key': otherKey })).status).toBe(404)
    await call(service, 'delete', `/api/v1/stories/${id}`, headers).expect(204)
    expect((await call(service, 'get', path, headers)).status).toBe(404)
    expect((await call(service, 'get', '/api/v1/stories/none/certificate', headers)).status).toBe(
      404
    )
  })
})

describe('The keys of certificates', () => {
  it('are published without a credential: the current one, then the earlier ones', async () => {
    const {
      status,
      headers: answered,
      body
    } = await request(service.url).get('/.well-known/jwks.json')
    expect(status).toBe(200)
    expect(answered['cache-control']).toBe('public, max-age=3600')
    const x = [current, last, first].map(({ publicKey }) => publicKey.export({ format: 'jwk' }).x)
    expect(body.keys.map((key: { x: string }) => key.x)).toEqual(x)
    expect(JSON.stringify(body)).not.toContain('"d"')
  })

  it('verify the certificates of an earlier key, and none of an unknown one', async () => {
    const { id, content } = (await generate(service.url)).body
    const certificate = await certificateOf(id)
    const rotated = await startService({
      CERTIFICATE_KEY: pem(last.privateKey),
      CERTIFICATE_KEY_PREVIOUS: pem(current.publicKey)
    })
    const restarted = await startService()
    expect(await verdictOn({ certificate, content }, rotated)).toMatchObject({ valid: true })
    expect(await verdictOn({ certificate, content }, restarted)).toEqual({
      valid: false,
      signature: 'refuted'
    })
    await rotated.close()
    await restarted.close()
  })
})

describe('A service in production without CERTIFICATE_KEY', () => {
  it('publishes no key and signs no certificate', async () => {
    const strict = await startService({
      ENVIRONMENT: 'staging',
      CORS_ORIGINS: 'https://dashboard.example',
      API_KEYS: JSON.stringify([keyEntry('tests', testKey, ['stories'])])
    })
    const keys = await request(strict.url).get('/.well-known/jwks.json')
    expect(keys.body).toEqual({ keys: [] })
    const path = `/api/v1/stories/${aStory().id}/certificate`
    const { status, body } = await request(strict.url).get(path).set(headers)
    expect([status, body.message]).toEqual([404, 'This service signs no certificates'])
    await strict.close()
  })
})

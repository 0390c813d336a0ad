import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { keyEntry } from '../harness/fixtures/stories.js'
import { testKey } from '../harness/fixtures/requests.js'
import { nowSeconds, userToken } from '../harness/fixtures/tokens.js'
import {
  answerEvents,
  answerJson,
  answerPage,
  closeConnection,
  passOn,
  useScriptedService
} from '../harness/servers/scripted-service.js'
import { useService } from '../harness/service/use-service.js'

const run = promisify(execFile)
const trustedKey = 'the-key-of-a-backend-that-may-act-for-users'
const service = useService({
  OPENAI_MAX_RETRIES: '0',
  WORKER_INLINE: 'true',
  CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000',
  API_KEYS: JSON.stringify([testKey, keyEntry('backend', trustedKey, ['stories', 'act-as'])])
})
const scripted = useScriptedService()

/** What a program with the client prints as JSON. */
async function python(program: string, url = service.url): Promise<unknown> {
  const head = 'import json, sys\nfrom jiraiya import *\n'
  const env = {
    ...process.env,
    PYTHONPATH: resolve('clients/python'),
    PYTHONDONTWRITEBYTECODE: '1',
    JIRAIYA_URL: url,
    JIRAIYA_API_KEY: testKey
  }
  const { stdout } = await run('python3', ['-c', head + program], { env })
  return JSON.parse(stdout)
}

/** The class, the code and further fields of the error that an expression raises. */
function failure(expression: string, url?: string): Promise<unknown> {
  return python(
    `
try:
    ${expression}
except JiraiyaError as error:
    print(json.dumps({"kind": type(error).__name__, **{name: getattr(error, name) for name in
        ("message", "code", "status", "retryable", "retry_after", "request_id")}}))
`,
    url
  )
}

describe('The client for Python', () => {
  it('generates a story in the format of the former service', async () => {
    const story = await python(
      'print(json.dumps(Jiraiya().generate(["fox", "lantern"], "fairy tale", max_length=100)))'
    )
    expect(story).toMatchObject({ keywords_used: ['fox', 'lantern'], keywords_missing: [] })
  })

  it('creates, lists, reads and deletes stories of the user for whom it acts', async () => {
    const result = await python(`
jiraiya = Jiraiya(api_key="${trustedKey}", act_as="reader-7")
made = [jiraiya.create_story([word], "fable", maxLength=100) for word in ("fox", "owl", "heron")]
listed = [story["id"] for story in jiraiya.stories(limit=2)]
same = jiraiya.story(made[0]["id"]) == made[0]
measured = "indicators" in jiraiya.story(made[0]["id"], include="indicators")
jiraiya.delete_story(made[0]["id"])
try:
    jiraiya.story(made[0]["id"])
except NotFoundError as error:
    gone = error.code
print(json.dumps([[s["id"] for s in reversed(made)] == listed, same, measured, gone, made[0]["draft"]["type"]]))
`)
    expect(result).toEqual([true, true, true, 'NOT_FOUND', 'STORY'])
  })

  it('revises stories, and lists and compares the revisions', async () => {
    const result = await python(`
jiraiya = Jiraiya()
story = jiraiya.create_story(["fox"], "fable", maxLength=100)
darker = jiraiya.revise(story["id"], "tone", tone="dark")
events = list(jiraiya.stream_revision(darker["id"], "continue", words=60))
longer = events[-1]["story"]
parts = jiraiya.diff(darker["id"], longer["id"])["parts"]
tree = [node["id"] for node in jiraiya.revisions(story["id"])]
jiraiya.delete_story(story["id"], revisions=True)
try:
    jiraiya.story(longer["id"])
except NotFoundError as error:
    gone = error.code
print(json.dumps([darker["tone"], longer["content"].startswith(darker["content"]), parts[0]["change"],
    tree == [darker["id"], longer["id"]], gone]))
`)
    expect(result).toEqual(['dark', true, 'equal', true, 'NOT_FOUND'])
  })

  it('creates a job, waits for its story, and cancels another one', async () => {
    const result = await python(`
jiraiya = Jiraiya(api_key="${trustedKey}", act_as="planner-7")
job = jiraiya.wait_for_job(jiraiya.create_job(["fox"], "fable", maxLength=100)["id"], poll=0.1)
story = jiraiya.story(job["storyId"])
waiting = jiraiya.create_job(["owl"], "fable", startAfter="${new Date(Date.now() + 3_600_000).toISOString()}")
jiraiya.cancel_job(waiting["id"])
print(json.dumps([job["state"], story["keywords"], [j["state"] for j in jiraiya.jobs()]]))
`)
    expect(result).toEqual(['completed', ['fox'], ['cancelled', 'completed']])
  })

  it('streams a story whose parts add up to its content', async () => {
    const result = await python(`
events = list(Jiraiya().stream(["owl"], "mystery", maxLength=100))
text = "".join(event["text"] for event in events if event["type"] == "delta")
print(json.dumps([[e["type"] for e in events[:3]], text == events[-1]["story"]["content"]]))
`)
    expect(result).toEqual([['meta', 'title', 'delta'], true])
  })

  it('stops the model when the reader leaves', async () => {
    service.simulator.setFaults([{ fault: 'slow-stream', value: 20 }])
    await python(`
stream = Jiraiya().stream(["owl"], "mystery", maxLength=100)
next(event for event in stream if event["type"] == "delta")
stream.close()
print(1)
`)
    expect((await service.simulator.waitFor(({ aborted }) => aborted === 1)).completed).toBe(0)
  })

  it('retries with one key, and returns the story', async () => {
    scripted.respondWith(closeConnection, answerPage(502), passOn(service.url))
    const story = await python(
      'print(json.dumps(Jiraiya(base_delay=0).create_story(["fox"], "fable", maxLength=100)))',
      scripted.url
    )
    expect(story).toMatchObject({ keywordsUsed: ['fox'] })
    const keys = scripted.asked.map(({ headers }) => headers['idempotency-key'])
    expect(keys).toEqual([expect.stringMatching(/^[\da-f-]{36}$/), keys[0], keys[0]])
  })

  it('waits for the time in Retry-After', async () => {
    service.simulator.setFaults([{ fault: 'status-503', value: 1, times: 1 }])
    const story = await python('print(json.dumps(Jiraiya().generate(["fox"], "fable")))')
    expect(story).toMatchObject({ keywords_used: ['fox'] })
    expect(service.simulator.requests()).toHaveLength(2)
  })

  it('asks for another token once after a 401', async () => {
    const expired = userToken({ exp: nowSeconds() - 60 })
    const result = await python(`
asked = []
def token(rejected=None):
    asked.append(rejected)
    return "${userToken()}" if rejected else "${expired}"
story = Jiraiya(token=token).generate(["fox"], "fable", max_length=100)
print(json.dumps([story["keywords_used"], [item is not None for item in asked]]))
`)
    expect(result).toEqual([['fox'], [false, true]])
  })

  it.each<[string, string, object]>([
    [
      'a wrong field',
      'Jiraiya().generate([], "fable")',
      { kind: 'InvalidRequestError', status: 400 }
    ],
    [
      'an unknown key',
      'Jiraiya(api_key="no").generate(["a"], "fable")',
      { kind: 'AuthenticationError' }
    ],
    [
      'a missing scope',
      'Jiraiya(act_as="u").generate(["a"], "fable")',
      { kind: 'AuthorizationError' }
    ]
  ])('raises a typed error for %s', async (_, expression, expected) => {
    expect(await failure(expression)).toMatchObject({
      ...expected,
      request_id: expect.stringMatching(/^[\da-f-]{36}$/)
    })
  })

  it('raises the error of a stream, in the middle and at its end', async () => {
    service.simulator.setFaults([{ fault: 'cut-stream', on: 'stream' }])
    expect(await failure('list(Jiraiya().stream(["owl"], "mystery"))')).toMatchObject({
      kind: 'ServiceError',
      code: 'AI_UNAVAILABLE',
      status: 503
    })
    scripted.respondWith(answerEvents(['event: title\ndata: {"text":"A"}\n\n']))
    expect(await failure('list(Jiraiya().stream(["owl"], "mystery"))', scripted.url)).toMatchObject(
      { kind: 'ConnectionFailedError', retryable: true }
    )
    expect(scripted.asked).toHaveLength(1)
  })

  it.each<[string, ReturnType<typeof answerPage>, object]>([
    [
      'a page of a proxy',
      answerPage(403),
      { kind: 'AuthorizationError', code: 'UNEXPECTED_RESPONSE' }
    ],
    ['a redirect', answerPage(307, { Location: '/' }), { kind: 'ServiceError', status: 307 }],
    ['a page with status 200', answerPage(200), { code: 'UNEXPECTED_RESPONSE' }],
    ['JSON of another service', answerJson(500, ['no']), { kind: 'ServiceError', status: 500 }]
  ])('raises an error for %s', async (_, script, expected) => {
    scripted.respondWith(script)
    expect(await failure('Jiraiya().story("1")', scripted.url)).toMatchObject(expected)
    expect(scripted.asked).toHaveLength(1)
  })

  it('names the address that it cannot reach', async () => {
    const expression = 'Jiraiya(max_attempts=1).story("1")'
    expect(await failure(expression, 'http://127.0.0.1:1')).toMatchObject({
      kind: 'ConnectionFailedError',
      message: expect.stringContaining('http://127.0.0.1:1')
    })
  })

  it('raises an error for a timeout, without a retry', async () => {
    scripted.respondWith(() => undefined)
    expect(await failure('Jiraiya(timeout=0.1).story("1")', scripted.url)).toMatchObject({
      kind: 'TimedOutError'
    })
  })
})

import { readdir, readFile } from 'node:fs/promises'
import { keyEntry } from '../harness/fixtures/stories.js'
import { useService } from '../harness/service/use-service.js'

interface Example {
  readonly title: string
  readonly status: number
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/** The values of the files, which are those of `npm run dev`. */
const origin = 'http://127.0.0.1:8000'
const key = 'local-development-key'
const adminKey = 'local-development-admin-key'
const unknownId = '00000000-0000-4000-8000-000000000000'

const folder = 'docs/http'
const files = await readdir(folder)
const examples = await Promise.all(
  files.map(async file => [file, examplesOf(await readFile(`${folder}/${file}`, 'utf8'))] as const)
)
const service = useService({
  API_KEYS: JSON.stringify([key, keyEntry('operator', adminKey, ['admin'])])
})

describe('The example requests in', () => {
  it.each(examples)('%s return the documented status', async (_, requests) => {
    expect(requests.length).toBeGreaterThan(1)
    const id = await storyId()
    for (const { title, status, method, url, headers, body } of requests) {
      const address = url.replace(origin, service.url).replaceAll(unknownId, id)
      const response = await fetch(address, { method, headers, body })
      await response.text()
      expect([title, response.status]).toEqual([title, status])
    }
  })
})

async function storyId(): Promise<string> {
  const response = await fetch(`${service.url}/api/v1/stories`, {
    method: 'POST',
    headers: { 'X-API-Key': key, 'Content-Type': 'application/json' },
    body: JSON.stringify({ keywords: ['hedgehog'], genre: 'fable', maxLength: 100 })
  })
  const { data } = (await response.json()) as { readonly data: { readonly id: string } }
  return data.id
}

/** `### title`, `# status`, then the request; `@name = value` and `{{name}}` are variables. */
function examplesOf(text: string): readonly Example[] {
  const [head = '', ...parts] = text.split(/^### /m)
  const values = new Map(
    Array.from(head.matchAll(/^@(\w+) = (.*)$/gm), ([, name, value = '']) => [name, value])
  )
  return parts.map(part => {
    const filled = part.replaceAll(/\{\{(\w+)\}\}/g, (whole, name) => values.get(name) ?? whole)
    const [top = '', body] = filled.trim().split(/\n\n(.*)/s)
    const [title = '', status = '', request = '', ...headers] = top.split('\n')
    const [method = '', url = ''] = request.split(' ')
    return {
      title,
      status: Number(status.slice(2)),
      method,
      url,
      headers: Object.fromEntries(headers.map(header => header.split(': '))) as Example['headers'],
      body: body ?? null
    }
  })
}

import { build } from './build.ts'
import { localKey, localSettings, startBacking } from './local-stack.ts'
import { startServiceProcess } from './service-process.ts'

/**
 * `npm run demo`: starts the service, sends one request, and prints what is known about the response.
 */

interface Answer {
  readonly title: string
  readonly content: string
  readonly keywords_used: readonly string[]
  readonly keywords_missing: readonly string[]
  readonly word_count: number
  readonly model: string
  readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number }
  readonly cost_usd: number
  readonly correlation_id: string
  readonly message?: string
}

const request = {
  keywords: ['lighthouse', 'fox', 'silver key'],
  genre: 'fantasy',
  tone: 'mysterious',
  max_length: 300
}

note('Building, and starting PostgreSQL and the simulated provider …')
const [backing, files] = await Promise.all([startBacking(), build()])
note(`Built ${files.length} files. Starting the service …`)
const service = await startServiceProcess({ ...localSettings, ...backing.settings })
try {
  const url = `${service.url}/api/v1/generate`
  say(`The service is up; behind it: ${backing.words}.`)
  say(`POST /api/v1/generate ${JSON.stringify(request)}`)
  const began = performance.now()
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-API-Key': localKey },
    body: JSON.stringify(request)
  })
  const milliseconds = Math.round(performance.now() - began)
  const answer = (await response.json()) as Answer
  if (!response.ok) throw new Error(`${response.status}: ${answer.message}`)
  tell(answer, milliseconds)
} finally {
  await service.stop()
  await backing.stop()
}

function tell(answer: Answer, milliseconds: number): void {
  const { usage, keywords_used: used, keywords_missing: missing } = answer
  say(`${answer.title}\n${'-'.repeat(answer.title.length)}\n\n${answer.content}`)
  say(
    [
      `keywords  ${used.length} of ${request.keywords.length} found in the text: ${used.join(', ')}` +
        (missing.length > 0 ? `; missing: ${missing.join(', ')}` : ''),
      `length    ${answer.word_count} words, at most ${request.max_length} asked for`,
      `model     ${answer.model}`,
      `tokens    ${usage.prompt_tokens} in, ${usage.completion_tokens} out`,
      `cost      $${answer.cost_usd.toFixed(6)} at the listed price of the model asked for`,
      `time      ${milliseconds} ms`,
      `trace     ${answer.correlation_id}`
    ].join('\n')
  )
  say(`How to go on:
  npm run dev                                     the same, kept running, with reload
  npm run try -- '{"keywords":["fox"],"genre":"fairy tale"}'   prompt, raw answer, checks, cost
  OPENAI_API_KEY=sk-… npm run demo                the same story from the real provider
  README.md                                       settings, callers, other providers`)
}

/** To standard error, so that the result alone can be written to a file. */
function note(text: string): void {
  process.stderr.write(`${text}\n`)
}

function say(text: string): void {
  process.stdout.write(`\n${text}\n`)
}

import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { NestFastifyApplication } from '@nestjs/platform-fastify'
import type { ServiceProcess } from '../../../tools/dev/service-process.ts'
import { PhraseIndex, wordsOf } from './phrase-index.js'

/**
 * Searches log, metrics and error bodies of a service for what they must not contain:
 * its secrets, the credentials that were presented, keywords, genres and stories. What a request and
 * its answer hold is learnt while they pass. Lines wait a while before they are looked at, because
 * the story that they may quote is often known only afterwards.
 */
export class CanaryWatch {
  private readonly secrets: readonly (readonly [name: string, value: string])[]
  private readonly credentials = new PhraseIndex()
  private readonly keywords = new PhraseIndex()
  private readonly prose = new PhraseIndex()
  private readonly marks: string[] = []
  private readonly leaks = new Set<string>()
  private waiting: string[] = []
  private older: string[] = []
  private waitingChars = 0

  constructor(settings: Readonly<Record<string, string>>) {
    this.secrets = secretsOf(settings)
  }

  /** A text that must not occur, not even inside a word. */
  mark(text: string): void {
    this.marks.push(text)
  }

  /** A log line, as it is written. */
  readonly write = (line: string): void => {
    this.waiting.push(line)
    this.waitingChars += line.length
    if (this.waitingChars < waitingChars) return
    this.scanLines(this.older)
    this.older = this.waiting
    this.waiting = []
    this.waitingChars = 0
  }

  credential(value: unknown): void {
    if (typeof value !== 'string') return
    for (const part of value.replace(/^Bearer\s+/i, '').split('.')) {
      if (part.length >= 16) this.credentials.add(wordsOf(part))
    }
  }

  /** All texts of a request, without ids and values that are chosen from a list. */
  asked(body: unknown, field = ''): void {
    if (typeof body === 'string') {
      if (!chosenFields.has(field)) this.text(body)
    } else if (Array.isArray(body)) for (const item of body) this.asked(item, field)
    else if (isRecord(body)) {
      for (const [name, value] of Object.entries(body)) this.asked(value, name)
    }
  }

  /** Stories and tokens in any field of a response. */
  answered(body: unknown, field = ''): void {
    if (typeof body === 'string') {
      if (storyFields.has(field)) this.text(body)
      if (field === 'token' || field === 'access_token') this.credential(body)
    } else if (Array.isArray(body)) for (const item of body) this.answered(item, field)
    else if (isRecord(body)) {
      for (const [name, value] of Object.entries(body)) this.answered(value, name)
    }
  }

  /** Keywords, genres, titles, and each clause of prose that is long enough to be recognised. */
  text(text: string): void {
    if (text.length <= maxKeywordLength) {
      const words = wordsOf(text)
      const isOrdinary = words.every(word => ordinaryWords().has(word))
      if (words.join('').length >= 6 && !isOrdinary && !/^[\d\s.:-]+$/.test(text)) {
        this.keywords.add(words)
      }
    }
    for (const clause of text.split(/[.!?;:,\n"“”。！？，]+/)) {
      const words = wordsOf(clause)
      if (words.join(' ').length >= 20 && !words.every(word => ordinaryWords().has(word))) {
        this.prose.add(words.slice(0, 30))
      }
    }
  }

  errorBody(where: string, text: string): void {
    this.scanJson(`the error body of ${where}`, text)
  }

  metrics(text: string): void {
    for (const line of text.split('\n')) {
      if (!line.startsWith('#')) this.scanText('a metric', line, line.split('{', 1)[0] ?? '')
    }
  }

  /** @throws Error with the place and kind of a canary that was found, but not its text */
  end(): void {
    this.scanLines(this.older.splice(0))
    this.scanLines(this.waiting.splice(0))
    if (this.leaks.size === 0) return
    throw new Error(`leaked:\n${[...this.leaks].slice(0, 20).join('\n')}`)
  }

  private scanLines(lines: readonly string[]): void {
    for (const line of lines) this.scanJson('a log line', line)
  }

  private scanJson(where: string, text: string): void {
    for (const [name, value] of this.secrets) {
      if (text.includes(value)) this.leaks.add(`${where}: ${name}`)
    }
    const body = parsed(text)
    const said = isRecord(body) ? body['action'] : undefined
    const action = typeof said === 'string' ? ` ${said}` : ''
    if (body === undefined) this.scanText(where, text, '')
    else this.scanValue(`${where}${action}`, body, '')
  }

  private scanValue(where: string, value: unknown, path: string): void {
    if (typeof value === 'string') this.scanText(where, value, path)
    else if (Array.isArray(value)) for (const item of value) this.scanValue(where, item, path)
    else if (isRecord(value)) {
      for (const [name, item] of Object.entries(value)) {
        if (!idFields.has(name)) {
          this.scanValue(where, item, path === '' ? name : `${path}.${name}`)
        }
      }
    }
  }

  private scanText(where: string, text: string, path: string): void {
    if (this.marks.some(mark => text.includes(mark))) this.leaks.add(`${where}: a mark in ${path}`)
    const words = wordsOf(text)
    if (this.credentials.isIn(words)) this.leaks.add(`${where}: a credential in ${path}`)
    if (this.prose.isIn(words)) this.leaks.add(`${where}: prose in ${path}`)
    // Stack frames are left out: names of functions and files may equal a canary.
    if (!path.endsWith('stack') && this.keywords.isIn(words)) {
      this.leaks.add(`${where}: a keyword, genre or title in ${path}`)
    }
  }
}

/** Watches all that passes through a service of this process. Must be called before it listens. */
export function watchCanaries(app: NestFastifyApplication, watch: CanaryWatch): void {
  const server = app.getHttpAdapter().getInstance()
  server.addHook('onRequest', ({ headers }, _reply, done) => {
    for (const name of ['authorization', 'x-api-key', 'idempotency-key']) {
      watch.credential(headers[name])
    }
    done()
  })
  server.addHook('preValidation', (request, reply, done) => {
    watch.asked(request.body)
    if (request.url.includes('/stream')) watchStream(reply, watch)
    done()
  })
  server.addHook('onSend', (request, reply, payload, done) => {
    if (typeof payload === 'string') learnOrScan(request, reply, payload, watch)
    done()
  })
}

/** Watches a service in another process; its log is searched when it ends. */
export function watchedProcess(
  service: ServiceProcess,
  settings: Readonly<Record<string, string>>,
  texts: readonly unknown[] = []
): ServiceProcess {
  const look = (code: number | null): number | null => {
    const watch = new CanaryWatch(settings)
    for (const text of texts) watch.asked(text)
    for (const line of service.logs) watch.write(JSON.stringify(line))
    watch.end()
    return code
  }
  return {
    ...service,
    get ended() {
      return service.ended.then(look)
    },
    stop: () => service.stop().then(look)
  }
}

/** Size of each of two buffers of log lines that wait before they are searched, in characters. */
const waitingChars = 512 * 1024
const maxKeywordLength = 200

/** Fields whose values come from a fixed list, or are names of things or people. */
const chosenFields: ReadonlySet<string> = listed(`
  tone language audience user_id userId period unit scope id
`)

const storyFields: ReadonlySet<string> = listed(`
  title content summary details text tags genre keywords keywords_used
  keywords_missing keywords_unconfirmed keywordsUsed keywordsMissing keywordsUnconfirmed
`)

/** Names that callers and operators chose, which are logged on purpose (docs/logging.md). */
const idFields: ReadonlySet<string> = listed(`
  requestId correlationId correlation_id userId userAgent address path method url storyId time
  timestamp level service environment action model from to field allowed trace_id
  span_id pid hostname
`)

function learnOrScan(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: string,
  watch: CanaryWatch
): void {
  const route = request.routeOptions?.url ?? 'no route'
  if (reply.statusCode >= 400) watch.errorBody(`${request.method} ${route}`, payload)
  else if (/generate|stories|token|owners/.test(route)) watch.answered(parsed(payload))
}

/** Events of a stream do not pass Fastify's hooks, so writes to the socket are watched. */
function watchStream({ raw }: FastifyReply, watch: CanaryWatch): void {
  let received = ''
  const write = raw.write.bind(raw) as (...args: unknown[]) => boolean
  raw.write = (...args: unknown[]): boolean => {
    for (const [, event, data = ''] of String(args[0]).matchAll(/event: (\w+)\ndata: (.*)\n/g)) {
      const body = parsed(data)
      if (event === 'error') watch.errorBody('a stream', data)
      else if (event === 'delta' && isRecord(body)) received += String(body['text'])
      else watch.answered(body)
    }
    return write(...args)
  }
  raw.once('close', () => watch.text(received))
}

function secretsOf(settings: Readonly<Record<string, string>>): (readonly [string, string])[] {
  return Object.entries(settings)
    .flatMap(([name, text]): (readonly [string, string])[] => {
      if (/(_KEY|SECRET|SECRET_PREVIOUS)$/.test(name)) return [[name, text]]
      if (name === 'API_KEYS') return plainKeysIn(text).map(key => [name, key])
      if (name === 'OPENAI_HEADERS') {
        const headers = JSON.parse(text) as Readonly<Record<string, string>>
        return Object.values(headers).map(value => [name, value])
      }
      if (!/_(URL|PROXY)$/.test(name) || !URL.canParse(text)) return []
      const { password } = new URL(text)
      return [
        [name, password],
        [name, decodeURIComponent(password)]
      ]
    })
    .filter(([, value]) => value.length >= 8)
}

/** API keys, read as the service reads them. Entries with a digest hold no secret. */
function plainKeysIn(text: string): readonly string[] {
  const list = text.trimStart().startsWith('[') ? parsed(text) : text.split(',')
  if (!Array.isArray(list)) return []
  return (list as readonly unknown[])
    .filter(item => typeof item === 'string')
    .map(item => item.trim())
}

let ordinary: ReadonlySet<string> | undefined

/** The words of the service's own messages, which a keyword may well be. */
function ordinaryWords(): ReadonlySet<string> {
  return (ordinary ??= new Set(
    globSync('**/*.ts', { cwd: sources })
      .filter(path => !/spec|fixture|dto|openapi|prompt|injection/.test(path))
      .flatMap(path =>
        Array.from(readFileSync(`${sources}${path}`, 'utf8').matchAll(/'([^'\n]*)'|`([^`]*)`/g))
      )
      .flatMap(([, plain = '', template = '']) => wordsOf(`${plain} ${template}`))
  ))
}

const sources = fileURLToPath(new URL('../../../src/', import.meta.url))

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function listed(names: string): ReadonlySet<string> {
  return new Set(names.match(/\w+/g))
}

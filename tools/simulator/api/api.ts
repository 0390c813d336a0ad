import type { IncomingMessage } from 'node:http'
import { ApiError } from './api-error.ts'
import { parseBody, readText, requireKey, requireQuery } from './call.ts'
import { chatFacts, completeChat, type ChatSettings } from './chat.ts'
import {
  delayFirstByte,
  sendBody,
  waitForDisconnect,
  type Connection
} from '../answers/delivery.ts'
import { refusalOfParameter } from '../faults/parameter-faults.ts'
import { ChosenFaults, type CallFacts, type FaultSelector } from '../faults/fault-selector.ts'
import { parseFaultHeader, type FaultRule } from '../faults/fault-rule.ts'
import { httpFault, ProxyError } from '../faults/http-faults.ts'
import { parseJson, type JsonObject } from './json.ts'
import { listModels, retrieveModel } from './models.ts'
import { moderate } from './moderations.ts'
import type { RequestLog } from './request-log.ts'
import { DialectRefusal, type RouteBase } from '../server-dialect.ts'

export interface ApiParts {
  readonly settings: ChatSettings
  readonly faults: FaultSelector
  readonly log: RequestLog
}

export interface ApiCall extends Connection {
  readonly request: IncomingMessage
  /** As if it began with /v1. */
  readonly path: string
  /** What it begins with in the dialect. */
  readonly base: RouteBase | undefined
  /** Request id, unique in this process. */
  readonly id: string
  /** Sent with every answer. */
  readonly headers: Readonly<Record<string, string>>
}

/** Name of the route in the stats: one for all models, one for all unknown routes. */
export function apiRoute(method: string, path: string): string {
  if (method === 'GET' && /^\/v1\/models\/[^/]+$/.test(path)) return 'GET /v1/models/:id'
  const route = `${method} ${path}`
  return knownRoutes.has(route) ? route : 'unknown'
}

const knownRoutes = new Set(['POST /v1/chat/completions', 'POST /v1/moderations', 'GET /v1/models'])

/** One call to the API: checks the key, applies the faults, then runs the handler. */
export async function handleApiCall(route: string, call: ApiCall, parts: ApiParts): Promise<void> {
  let faults = noFaults
  try {
    const text = await readText(call.request)
    parts.log.add(call.request, text === '' ? undefined : (parseJson(text) ?? text))
    requireKey(call.request, call.base?.keyHeader)
    requireQuery(call.request, call.base?.query)
    if (route === 'unknown') throw unknownUrl(call)
    const body = call.request.method === 'POST' ? parseBody(text) : {}
    const facts = factsOf(route, call, body)
    if (facts.model !== undefined) call.tally.asked(facts.model)
    faults = parts.faults.choose(facts, headerFaults(call.request))
    for (const name of faults.names()) call.tally.served(name)
    const answer = faults.of('answer')
    if (answer) await serveFault(answer, call, facts)
    else await answerCall(route, call, body, faults, parts.settings)
  } catch (error) {
    // The client has disconnected, or the fault has closed the connection.
    if (call.signal.aborted || call.response.headersSent) return
    await sendError(error, call, faults)
  }
}

const noFaults = new ChosenFaults(new Map())

async function answerCall(
  route: string,
  call: ApiCall,
  body: JsonObject,
  faults: ChosenFaults,
  settings: ChatSettings
): Promise<void> {
  switch (route) {
    case 'POST /v1/chat/completions':
      return completeChat(body, call, faults, settings)
    case 'POST /v1/moderations':
      return sendJson(call, moderate(body, call.id), faults)
    case 'GET /v1/models':
      return sendJson(call, listModels(), faults)
    default:
      return sendJson(call, retrieveModel(modelIdOf(call.path)), faults)
  }
}

/** Every fault of this group throws an error, never responds, or resets the connection. */
async function serveFault(rule: FaultRule, call: ApiCall, facts: CallFacts): Promise<void> {
  if (rule.fault === 'silent') return waitForDisconnect(call.signal)
  if (rule.fault === 'reset') return call.sever('reset')
  throw (
    httpFault(rule, facts.model ?? 'unknown') ??
    refusalOfParameter(rule.fault, facts.body) ??
    new Error(`No behaviour for the fault ${rule.fault}`)
  )
}

function factsOf(route: string, call: ApiCall, body: JsonObject): CallFacts {
  if (route === 'POST /v1/chat/completions') return chatFacts(body)
  if (route === 'POST /v1/moderations') {
    const model = typeof body['model'] === 'string' ? { model: body['model'] } : {}
    return { route: 'moderations', body, ...model }
  }
  return route === 'GET /v1/models'
    ? { route: 'models', body }
    : { route: 'models', body, model: modelIdOf(call.path) }
}

function headerFaults(request: IncomingMessage): readonly FaultRule[] {
  const header = request.headers['x-simulator-fault']
  if (header === undefined) return []
  try {
    return parseFaultHeader(Array.isArray(header) ? header.join(';') : header)
  } catch (error) {
    throw new ApiError(400, error instanceof Error ? error.message : String(error))
  }
}

async function sendJson(call: ApiCall, value: object, faults: ChosenFaults): Promise<void> {
  await delayFirstByte(call.signal, faults, 0)
  const headers = { ...call.headers, 'content-type': 'application/json' }
  await sendBody(call, { status: 200, headers, text: JSON.stringify(value) }, faults)
}

async function sendError(failure: unknown, call: ApiCall, faults: ChosenFaults): Promise<void> {
  try {
    await delayFirstByte(call.signal, faults, 0)
  } catch {
    return
  }
  if (failure instanceof ProxyError) {
    const headers = { ...call.headers, 'content-type': 'text/html' }
    return sendBody(call, { status: failure.status, headers, text: failure.html }, noFaults)
  }
  const known =
    failure instanceof ApiError || failure instanceof DialectRefusal
      ? failure
      : new ApiError(500, `Defect of the simulator: ${String(failure)}`, {
          type: 'simulator_error'
        })
  const headers = { ...call.headers, ...known.headers, 'content-type': 'application/json' }
  const text = JSON.stringify(known.body)
  return sendBody(call, { status: known.status, headers, text }, noFaults)
}

function unknownUrl(call: ApiCall): ApiError {
  return new ApiError(404, `Invalid URL (${call.request.method} ${call.path})`)
}

function modelIdOf(path: string): string {
  const id = path.slice('/v1/models/'.length)
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import { ApiError } from './api-error.ts'
import { readText } from './call.ts'
import { parseFaultRules, type FaultRule } from '../faults/fault-rule.ts'
import { parseJson } from './json.ts'
import { withoutSecrets, type RecordedRequest } from './request-log.ts'
import type { SimulatorStats } from './stats.ts'

export interface Controls {
  setFaults(rules: readonly FaultRule[]): void
  stats(): SimulatorStats
  requests(): readonly RecordedRequest[]
  reset(): void
}

/** The routes under `/__simulator`: not counted, not recorded, never faulty. */
export async function handleControl(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  controls: Controls
): Promise<void> {
  try {
    send(response, 200, await answer(request, path, controls))
  } catch (error) {
    const known =
      error instanceof ApiError
        ? error
        : new ApiError(400, error instanceof Error ? error.message : String(error))
    send(response, known.status, known.body)
  }
}

async function answer(request: IncomingMessage, path: string, controls: Controls): Promise<object> {
  switch (`${request.method} ${path}`) {
    case 'POST /__simulator/faults': {
      const rules = parseFaultRules(parseJson(await readText(request)))
      controls.setFaults(rules)
      return { faults: rules }
    }
    case 'GET /__simulator/stats':
      return controls.stats()
    case 'GET /__simulator/requests':
      return { requests: controls.requests().map(withoutSecrets) }
    case 'POST /__simulator/reset':
      controls.reset()
      return { reset: true }
    default:
      throw new ApiError(404, `Invalid URL (${request.method} ${path})`)
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

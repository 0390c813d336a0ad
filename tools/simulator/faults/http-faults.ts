import { ApiError, modelNotFound } from '../api/api-error.ts'
import type { FaultRule } from './fault-rule.ts'
import type { FaultName } from './faults.ts'

/** An HTML page, as a proxy in front of the API sends it. */
export class ProxyError extends Error {
  readonly status = 502
  readonly html =
    '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n' +
    '<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>simulated proxy</center>\r\n</body>\r\n</html>\r\n'
}

type HttpFault = (rule: FaultRule, model: string) => ApiError | ProxyError

const server = { type: 'server_error' }

const httpFaults: Readonly<Partial<Record<FaultName, HttpFault>>> = {
  'status-400': () => new ApiError(400, 'Simulated: the request was refused as invalid.'),
  'status-401': () =>
    new ApiError(401, 'Incorrect API key provided: sk-sim****.', { code: 'invalid_api_key' }),
  'status-403': () =>
    new ApiError(403, 'Country, region, or territory not supported', {
      type: 'request_forbidden',
      code: 'unsupported_country_region_territory'
    }),
  'status-404': (_, model) => modelNotFound(model),
  'status-408': () => new ApiError(408, 'Request timed out.', { type: 'timeout' }),
  'status-409': () =>
    new ApiError(409, 'The resource was updated by another request. Please try again.', {
      type: 'conflict_error'
    }),
  'status-429': (rule, model) =>
    new ApiError(
      429,
      `Rate limit reached for ${model} in organization org-simulated on requests per min (RPM): Limit 3, Used 3, Requested 1.`,
      { type: 'requests', code: 'rate_limit_exceeded', headers: retryAfter(rule) }
    ),
  'insufficient-quota': () =>
    new ApiError(
      429,
      'You exceeded your current quota, please check your plan and billing details.',
      { type: 'insufficient_quota', code: 'insufficient_quota' }
    ),
  'status-500': () =>
    new ApiError(
      500,
      'The server had an error while processing your request. Sorry about that!',
      server
    ),
  'status-502': () => new ProxyError(),
  'status-503': rule =>
    new ApiError(503, 'The engine is currently overloaded, please try again later', {
      ...server,
      headers: retryAfter(rule)
    }),
  'context-length': () =>
    new ApiError(
      400,
      "This model's maximum context length is 128000 tokens. However, your messages resulted in 128001 tokens. Please reduce the length of the messages.",
      { param: 'messages', code: 'context_length_exceeded' }
    )
}

export function httpFault(rule: FaultRule, model: string): ApiError | ProxyError | undefined {
  return httpFaults[rule.fault]?.(rule, model)
}

function retryAfter(rule: FaultRule): Readonly<Record<string, string>> {
  return rule.value === undefined ? {} : { 'retry-after': String(rule.value) }
}

import { Agent, EnvHttpProxyAgent, request, type Dispatcher } from 'undici'
import { currentTrace } from '#core/context/request-context.js'
import type { LlmSettings } from '#modules/llm/llm.config.js'
import type { Send } from './response/provider-fetch.js'

/** Idle connections are reused for this time, because a new one costs a TLS handshake. */
const keepAliveMs = 30_000

/** A proxy elsewhere cannot reach the loopback addresses of this machine. */
const loopback = ['localhost', '127.0.0.1', '::1']

type ProxySettings = Pick<LlmSettings, 'HTTPS_PROXY' | 'HTTP_PROXY' | 'NO_PROXY'>

/**
 * Sends over a pool of connections with undici.request. It needs half the CPU of the WHATWG fetch, which
 * creates streams and header lists that are not used here (docs/decisions/0004-thin-fetch.md). Errors are
 * undici's.
 */
export function sendOverPool(connectTimeoutMs: number, proxies: ProxySettings): Send {
  const dispatcher = dispatcherFor(connectTimeoutMs, proxies)
  return async (url, init) => {
    const { statusCode, headers, body } = await request(url, {
      dispatcher,
      method: init.method ?? 'GET',
      headers: {
        ...Object.fromEntries(new Headers(init.headers)),
        // Compression by a proxy would delay the chunks of a stream.
        'accept-encoding': 'identity',
        ...currentTrace()?.headers()
      },
      // The SDK's requests have JSON bodies only.
      body: init.body as string | null | undefined,
      signal: init.signal
    })
    return { status: statusCode, headers: toHeaders(headers), body }
  }
}

function dispatcherFor(
  connectTimeoutMs: number,
  { HTTPS_PROXY, HTTP_PROXY, NO_PROXY }: ProxySettings
): Dispatcher {
  const options = {
    connect: { timeout: connectTimeoutMs },
    // body-reader.ts has the idle timeout, because it depends on whether the answer has begun.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: keepAliveMs
  }
  if (HTTPS_PROXY === undefined && HTTP_PROXY === undefined) return new Agent(options)
  return new EnvHttpProxyAgent({
    ...options,
    connectTimeout: connectTimeoutMs,
    // undici replaces undefined by variables of the environment.
    httpProxy: HTTP_PROXY ?? '',
    httpsProxy: HTTPS_PROXY ?? HTTP_PROXY ?? '',
    noProxy: [...NO_PROXY, ...loopback].join(',')
  })
}

function toHeaders(raw: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(raw)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}

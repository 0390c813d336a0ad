import type { Headers } from './callers.ts'

export interface Call {
  readonly method?: 'POST' | 'PUT' | 'DELETE'
  /** Without `/api/v1/`. */
  readonly path: string
  readonly headers: Headers
  readonly body?: object
}

/** Words of the upstream's stories, within the bounds of the requests. */
export const words = 420
let written = 0

/** A generation that no other equals. */
export function writing(headers: Headers, path = 'generate'): Call {
  const genre = `fairy tale ${written++}`
  const length = path === 'generate' ? { max_length: 500 } : { maxLength: 500 }
  return { method: 'POST', path, headers, body: { keywords: ['fox', 'lantern'], genre, ...length } }
}

/** What a call received; status 0 if the connection was lost. */
export interface Received {
  readonly status: number
  readonly text: string
}

/** Sends the call and reads the whole response. A machine with too much load may lose its connection. */
export async function send(url: string, call: Call): Promise<Received> {
  try {
    return await exchange(url, call)
  } catch (error) {
    const { cause } = error as { readonly cause?: { readonly code?: string } }
    return { status: 0, text: cause?.code ?? String(error) }
  }
}

async function exchange(url: string, call: Call): Promise<Received> {
  const { method = 'GET', path, headers, body } = call
  const response = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) })
  })
  return { status: response.status, text: await response.text() }
}

/**
 * @returns `data` of the response
 * @throws an Error for any status outside 2xx
 */
export async function dataOf<Data>(url: string, call: Call): Promise<Data> {
  const text = await sendOk(url, call)
  return (JSON.parse(text) as { readonly data: Data }).data
}

const maxLost = 3

/**
 * Sends the call again if its connection was lost.
 *
 * @throws an Error for any status outside 2xx
 */
export async function sendOk(url: string, call: Call): Promise<string> {
  let { status, text } = await send(url, call)
  for (let lost = 0; status === 0 && lost < maxLost; lost++) {
    ;({ status, text } = await send(url, call))
  }
  if (status === 0 || status > 299)
    throw new Error(`${call.method ?? 'GET'} ${call.path}: ${status} ${text}`)
  return text
}

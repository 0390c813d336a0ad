import { request } from 'node:http'

/** The data that a client received. */
export interface Heard {
  readonly status: number
  readonly deltas: number
  readonly text: string
  readonly isDone: boolean
}

/** Reads one stream until it ends. */
export function readStream(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string
): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const call = request(`${url}/api/v1/stories/stream`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      agent: false
    })
    call.once('error', reject)
    call.once('response', response => {
      let all = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => (all += text))
      response.once('error', reject)
      response.once('end', () => resolve({ status: response.statusCode ?? 0, ...heardIn(all) }))
    })
    call.end(body)
  })
}

function heardIn(stream: string): Omit<Heard, 'status'> {
  const events = stream.split('\n\n').filter(event => event.startsWith('event: '))
  const deltas = events.filter(event => event.startsWith('event: delta\n'))
  const texts = deltas.map(event => {
    const { text } = JSON.parse(event.slice(event.indexOf('data: ') + 'data: '.length)) as {
      text: string
    }
    return text
  })
  const isDone = events.at(-1)?.startsWith('event: done') ?? false
  return { deltas: deltas.length, text: texts.join(''), isDone }
}

import type { Client } from 'pg'
import { service, startMeasured } from '../measured/measured-process.ts'
import type { Settings } from '../measured/environment.ts'
import { userOf } from './callers.ts'
import { send, writing } from './call.ts'

export interface Wave {
  readonly name: string
  /** Milliseconds of each delivered story, sorted. */
  readonly storiesMs: readonly number[]
  /** The number of responses other than 200, by status, code and reason. */
  readonly faults: Readonly<Record<string, number>>
}

const atOnce = 1000

/**
 * A generation of each of 1,000 owners at once, three times: to warm up, on a day that has begun, and on a
 * new day of a new month, when no account has a counter.
 */
export async function newDay(settings: Settings, database: Client): Promise<readonly Wave[]> {
  const measured = await startMeasured(service, settings)
  try {
    await wave(measured.url, 'warm-up')
    const usual = await wave(measured.url, 'a day that has begun')
    await database.query(`DELETE FROM budget_usage WHERE period IN
      (to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD'), to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM'))`)
    return [usual, await wave(measured.url, 'a new day and month')]
  } finally {
    await measured.stop()
  }
}

async function wave(url: string, name: string): Promise<Wave> {
  const storiesMs: number[] = []
  const faults: Record<string, number> = {}
  const sending = Array.from({ length: atOnce }, async (_, id) => {
    const call = writing(userOf(id))
    const beganAtMs = performance.now()
    const { status, text } = await send(url, call)
    if (status === 200) storiesMs.push(performance.now() - beganAtMs)
    else {
      const fault = status === 0 ? text : `${status} ${reasonIn(text)}`
      faults[fault] = (faults[fault] ?? 0) + 1
    }
  })
  await Promise.all(sending)
  return { name, storiesMs: storiesMs.toSorted((one, other) => one - other), faults }
}

/** The code of an error, and its reason if it has one. */
function reasonIn(text: string): string {
  const { error } = JSON.parse(text) as {
    readonly error: { readonly code: string; readonly details: { readonly reason?: string } }
  }
  return [error.code, error.details.reason ?? ''].join(' ').trim()
}

import { service, startMeasured } from '../measured/measured-process.ts'
import type { Settings } from '../measured/environment.ts'
import { generate } from './requests.ts'
import { send, type Load, type Sent } from './send.ts'

export interface Burst {
  readonly sent: Sent
  readonly kbEach: number
}

/** Starts many generations at once and measures the heap of each while it waits for the model. */
export async function runBurst(
  atOnce: number,
  modelMs: number,
  settings: Settings
): Promise<Burst> {
  const measured = await startMeasured(service, settings)
  const load: Load = {
    requests: [generate(420)],
    connections: atOnce,
    until: { answers: atOnce }
  }
  // Two rounds: the first one opens connections and warms up the compiler.
  await send(measured.url, load)
  const idle = await measured.probe()
  const sending = send(measured.url, load)
  // By now all of them are waiting.
  await new Promise(resolve => setTimeout(resolve, (modelMs * 3) / 4))
  const middle = await measured.probe()
  const sent = await sending
  await measured.stop()
  return { sent, kbEach: ((middle.heapMb - idle.heapMb) * 1000) / atOnce }
}

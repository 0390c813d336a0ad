import type { FaultRule } from '../../tools/simulator/faults/fault-rule.ts'
import type { FaultName } from '../../tools/simulator/faults/faults.ts'
import { startSimulator, type Simulator } from '../../tools/simulator/simulator.ts'
import type { ChatBody, Double, Failure } from './double.js'

export interface SimulatorDouble extends Double {
  /** The message's `refusal` instead of content. */
  refuses(): void
  readonly simulator: Simulator
}

/** Our own simulated provider. */
export async function startSimulatorDouble(): Promise<SimulatorDouble> {
  const simulator = await startSimulator()
  const chat = '/v1/chat/completions'
  const serve = (fault: FaultName, rule: Partial<FaultRule> = {}): void => {
    simulator.setFaults([{ fault, ...rule }])
  }
  return {
    simulator,
    baseUrl: simulator.baseUrl,
    fails: (status, failure = {}) => serve(faultFor(status, failure), rest(failure)),
    dropsConnections: () => serve('reset'),
    isSilent: () => serve('silent'),
    filtersContent: () => serve('content-filter'),
    refuses: () => serve('refusal'),
    cutsOffOnce: () => serve('truncation', { times: 1 }),
    stammersOnce: () => serve('off-schema', { times: 1 }),
    chats: () =>
      simulator
        .requests()
        .filter(({ path }) => path === chat)
        .map(({ body }) => body as ChatBody),
    reported: () => simulator.stats().tokens,
    moderations: () => simulator.stats().calls['POST /v1/moderations'] ?? 0,
    reset: () => simulator.reset(),
    close: () => simulator.close()
  }
}

function faultFor(status: number, { code }: Failure): FaultName {
  if (code === 'insufficient_quota') return 'insufficient-quota'
  if (code === 'context_length_exceeded') return 'context-length'
  // An unknown one is refused by the simulator.
  return `status-${status}` as FaultName
}

function rest({ retryAfter, times }: Failure): Partial<FaultRule> {
  return {
    ...(retryAfter !== undefined && { value: retryAfter }),
    ...(times !== undefined && { times })
  }
}

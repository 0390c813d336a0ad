import type { TestProject } from 'vitest/node'
import { build } from '../dev/build.ts'
import { startTestStores } from '../../test/harness/service/test-stores.ts'

/**
 * Starts the stores of a run and builds the service. What is set in the environment reaches every
 * test process.
 *
 * @returns what stops the stores
 */
export async function setup({ vitest }: TestProject): Promise<() => Promise<void>> {
  try {
    const [stores] = await Promise.all([startTestStores(vitest.config.maxWorkers), build()])
    Object.assign(process.env, stores.environment)
    return () => stores.stop()
  } catch (error) {
    return giveUp(error)
  }
}

/** Without its stores, no run passes. */
function giveUp(error: unknown): never {
  const causes: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
  const lines = causes.map(
    cause => `NOT RUN: ${cause instanceof Error ? cause.message : String(cause)}`
  )
  process.stderr.write(`\n${lines.join('\n\n')}\n\n`)
  process.exit(1)
}

// @ts-check
import { startTestStores } from './test-stores.ts'

// Jest imports this natively, so Node itself strips the types of what is imported here; and what
// is set in the environment reaches all of Jest's workers.

/** @type {import('./test-stores.ts').TestStores | undefined} */
let stores

/** @param {{ readonly maxWorkers: number }} globalConfig */
export async function start({ maxWorkers }) {
  stores = await startTestStores(maxWorkers).catch(giveUp)
  Object.assign(process.env, stores.environment)
}

export async function stop() {
  await stores?.stop()
}

/**
 * Tests that pass against a pretender prove nothing: without its stores no run is a green one.
 *
 * @param {unknown} error
 * @returns {never}
 */
function giveUp(error) {
  const causes = error instanceof AggregateError ? error.errors : [error]
  const lines = causes.map(cause => `NOT RUN: ${cause instanceof Error ? cause.message : cause}`)
  process.stderr.write(`\n${lines.join('\n\n')}\n\n`)
  process.exit(1)
}

// oxlint-disable-next-line import/no-default-export -- Jest wants it so
export default start

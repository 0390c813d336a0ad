// @ts-check
import { build } from '../dev/build.ts'
import { startTestStores } from '../stores/test-stores.ts'
import { needsService } from './selection.mjs'

// Jest imports this natively, so Node itself strips the types of what is imported here; and what
// is set in the environment reaches all of Jest's workers.

/** @type {import('../stores/test-stores.ts').TestStores | undefined} */
let stores

/** @param {import('./selection.mjs').Run & { readonly maxWorkers: number }} run */
export async function start(run) {
  if (!needsService(run)) return
  try {
    ;[stores] = await Promise.all([startTestStores(run.maxWorkers), build()])
    Object.assign(process.env, stores.environment)
  } catch (error) {
    await stop()
    giveUp(error)
  }
}

export async function stop() {
  await stores?.stop()
  stores = undefined
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

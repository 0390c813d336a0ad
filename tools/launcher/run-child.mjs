// @ts-check
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { isatty } from 'node:tty'

/** @typedef {import('./environment.mjs').Environment} Environment */

/**
 * How a child ended. `asked` is the signal that we were sent meanwhile, if any: then nothing
 * further may be started, even if the child took it with grace and ended in 0.
 *
 * @typedef {{ code: number | null, signal: NodeJS.Signals | null, asked?: NodeJS.Signals }} Ending
 */

/** @type {readonly NodeJS.Signals[]} */
const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * @typedef {object} Relay
 * @property {NodeJS.Signals} [as] send this, and for Ctrl-C too, whatever we were sent
 * @property {(child: import('node:child_process').ChildProcess) => void} [onStart]
 */

/**
 * Starts a child, passes signals on to it and resolves when it has ended.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} options
 * @param {Relay} [how]
 * @returns {Promise<Ending>}
 */
export async function runChild(file, args, options, { as, onStart } = {}) {
  const child = spawn(file, args, options)
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal }))
  })
  const relay = relaySignals(child, as)
  try {
    onStart?.(child)
    return { ...(await ended), asked: relay.asked() }
  } finally {
    relay.stop()
  }
}

/**
 * Ends this process as the child has ended, so that a shell or CI above sees the truth.
 *
 * @param {Ending} ending
 */
export function endLike({ code, signal, asked }) {
  const by = signal ?? (code === null ? asked : null)
  if (!by) {
    process.exitCode = code ?? 1
    return
  }
  const asCode = 128 + (constants.signals[by] ?? 0)
  process.exitCode = asCode
  // Windows has no signals to die of, and those that dump core would dump ours, not the child's.
  if (process.platform === 'win32' || !passedOn.includes(by)) return
  process.kill(process.pid, by)
  // Still here: the first process of a container does not die of a signal.
  setTimeout(() => process.exit(asCode), 100)
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {NodeJS.Signals} [as]
 */
function relaySignals(child, as) {
  const viaTerminal = hasTerminal()
  /** @type {NodeJS.Signals | undefined} */
  let asked
  /** @type {Map<NodeJS.Signals, number>} */
  const sentAt = new Map()

  /** @param {NodeJS.Signals} signal */
  const passOn = signal => {
    asked ??= signal
    // Ctrl-C reaches the whole foreground group, the child included; and many programs take a
    // second one as "stop at once, clean up nothing".
    if (signal === 'SIGINT' && viaTerminal && !as) return
    // npm repeats what it gets: a signal to the group arrives here twice. Once is meant.
    const now = Date.now()
    if (now - (sentAt.get(signal) ?? -Infinity) < 1_000) return
    sentAt.set(signal, now)
    child.kill(as ?? signal)
  }

  for (const signal of passedOn) process.on(signal, passOn)
  const watch = watchNpm(() => passOn('SIGTERM'))
  return {
    asked: () => asked,
    stop: () => {
      clearInterval(watch)
      for (const signal of passedOn) process.off(signal, passOn)
    }
  }
}

/**
 * `npm run` puts a shell between itself and us. SIGTERM to npm ends that shell and never gets
 * here, SIGKILL ends npm alone; what we can see is that we, or the shell, have a new parent.
 *
 * @param {() => void} onGone
 */
function watchNpm(onGone) {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') {
    return undefined
  }
  const before = ancestors()
  const watch = setInterval(() => {
    if (ancestors() === before) return
    clearInterval(watch)
    onGone()
  }, 500)
  watch.unref()
  return watch
}

function ancestors() {
  const parent = process.ppid
  try {
    const [, name, grandparent] =
      /\((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${parent}/stat`, 'utf8')) ?? []
    // Some shells give way to what they start. Then our parent is npm itself, and above it stands
    // the user's shell, which may end while npm goes on in the background.
    return name?.endsWith('sh') ? `${parent} ${grandparent}` : `${parent}`
  } catch {
    // No /proc on macOS: there a SIGKILL to npm alone goes unseen.
    return `${parent}`
  }
}

/**
 * Whether a SIGINT will be a terminal's Ctrl-C rather than a `kill`, which Node cannot tell apart.
 * A program that starts us to test us, even from a terminal, gives us pipes.
 */
function hasTerminal() {
  return [0, 1, 2].some(stream => isatty(stream))
}

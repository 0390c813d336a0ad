// @ts-check
'use strict'

// CommonJS, because `--require` is the one kind of preload that every Node 18 has; it also goes
// before npm, whose Node is the machine's own.

const graceMs = 10_000
const codeOfSigterm = 143

let watching = false
/** @type {() => void} */
let reaction = stopAsIfTerminated

/**
 * Ends this process when the one that started it is gone. Without an IPC channel (started by
 * hand) there is nothing to watch. May be called again to change what happens.
 *
 * @param {() => void} [onOrphaned] in place of a SIGTERM's clean-up; has to end the process
 */
function exitWithParent(onOrphaned = stopAsIfTerminated) {
  reaction = onOrphaned
  if (watching || !process.channel) return
  watching = true
  process.once('disconnect', () => reaction())
  // A listener keeps the channel, and so the process, alive; nothing to do is a reason to end.
  process.channel.unref()
}

function stopAsIfTerminated() {
  if (process.listenerCount('SIGTERM') === 0) process.exit(codeOfSigterm)
  setTimeout(() => process.exit(codeOfSigterm), graceMs).unref()
  process.emit('SIGTERM', 'SIGTERM')
}

module.exports = { exitWithParent }

exitWithParent()

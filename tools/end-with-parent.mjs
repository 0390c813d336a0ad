const code = `
process.execArgv.splice(process.execArgv.indexOf('--import'), 2)
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()`

/**
 * Preloaded into a child with an IPC channel, but not into the child's own children. The kernel closes
 * the channel when the parent ends, also after kill -9; the child then ends as after SIGTERM.
 */
export const endWithParent = ['--import', `data:text/javascript,${encodeURIComponent(code)}`]

const code = `
process.execArgv.splice(process.execArgv.indexOf('--import'), 2)
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()`

/**
 * Preloaded into a child that is given an IPC channel, and into none of its own children. The kernel
 * closes the channel when the parent is gone, kill -9 included; the child then ends as on SIGTERM.
 */
export const endWithParent = ['--import', `data:text/javascript,${encodeURIComponent(code)}`]

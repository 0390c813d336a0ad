// @ts-check

// The launcher passes signals on, but nobody can pass on a SIGKILL. So each of our own scripts
// gets an IPC channel from the launcher: the kernel closes it however the launcher dies, and
// Node tells the script by `disconnect`. Works on every platform, without polling.
//
// The launcher preloads this for its scripts (./exit-with-parent.cjs), so that none can forget
// it; a script that wants something other than a SIGTERM's clean-up calls exitWithParent itself.

export { exitWithParent } from './exit-with-parent.cjs'

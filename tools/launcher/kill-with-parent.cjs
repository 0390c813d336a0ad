// @ts-check
'use strict'

// For npm, which on SIGTERM would first put the old state back, for longer than installing takes,
// while the next run waits to install in the same folder.

const { exitWithParent } = require('./exit-with-parent.cjs')

exitWithParent(() => process.kill(process.pid, 'SIGKILL'))

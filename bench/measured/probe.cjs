'use strict'

// Preloaded into the process under measurement, so that the service itself knows nothing of it:
// answers each message with what has been seen since the one before.

const { monitorEventLoopDelay } = require('node:perf_hooks')

const delay = monitorEventLoopDelay({ resolution: 10 })
delay.enable()
let before = process.cpuUsage()

process.on('message', () => {
  if (typeof globalThis.gc === 'function') globalThis.gc()
  const cpu = process.cpuUsage(before)
  const { heapUsed, rss } = process.memoryUsage()
  process.send?.({
    cpuMs: (cpu.user + cpu.system) / 1000,
    delayP99Ms: delay.percentile(99) / 1e6,
    delayMaxMs: delay.max / 1e6,
    heapMb: heapUsed / 1e6,
    rssMb: rss / 1e6
  })
  delay.reset()
  before = process.cpuUsage()
})
process.channel?.unref()

'use strict'

// Preloaded into the measured process, so that the service contains no benchmark code. Replies to each message with
// the measurements since the previous message.

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

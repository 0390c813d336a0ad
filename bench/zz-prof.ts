import { service, startMeasured } from './measured/measured-process.ts'
import { openStand } from './measured/stand.ts'
import { generate } from './load/orders.ts'
import { send } from './load/send.ts'
const stand = await openStand()
const s = await stand.telling({ words: 420 })
const m = await startMeasured(process.env.SERVICE ?? service, { ...s, NODE_OPTIONS: process.env.PROF ? `--cpu-prof --cpu-prof-dir=/tmp/prof --cpu-prof-interval=500` : '', ...(JSON.parse(process.env.EXTRA ?? '{}')) })
await send(m.url, { requests: [generate(420)], connections: 20, until: { answers: 1000 } })
await m.probe()
const n = Number(process.env.N ?? 3000)
const r = await send(m.url, { requests: [generate(420)], connections: 20, until: { answers: n } })
const p = await m.probe()
console.log(JSON.stringify(r.faults), 'cpu us/req', (p.cpuMs*1000/n).toFixed(0), 'rps', r.perSecond.toFixed(0))
await m.stop(); await stand.close()

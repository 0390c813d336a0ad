#!/usr/bin/env node
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { parseScenario, type Scenario } from './scenario.ts'
import { startSimulator, type SimulatorOptions } from './simulator.ts'

const usage = `Usage: node tools/simulator/main.ts [options]
  --port 8089               0 takes any free port
  --host 127.0.0.1
  --seed 1                  the same seed and request give the same story
  --scenario file.json      {"seed", "charsPerSecond", "faults": [rules]}
  --dialect name            imitate a server: a file of dialects/, such as mistral
  --chars-per-second n      the pace of writing; without it answers come at once
`

try {
  const options = await readOptions()
  const simulator = options && (await startSimulator(options))
  if (simulator) {
    process.stdout.write(`${simulator.baseUrl}\n`)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void simulator.close().then(() => process.exit(0)))
    }
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  process.exitCode = 1
}

/** Undefined when only help was asked for. */
async function readOptions(): Promise<SimulatorOptions | undefined> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8089' },
      host: { type: 'string', default: '127.0.0.1' },
      seed: { type: 'string' },
      scenario: { type: 'string' },
      dialect: { type: 'string' },
      'chars-per-second': { type: 'string' },
      help: { type: 'boolean', default: false }
    }
  })
  if (values.help) {
    process.stdout.write(usage)
    return undefined
  }
  const pace = numberOf('chars-per-second', values['chars-per-second'])
  const seed = numberOf('seed', values.seed)
  const scenario: Scenario = parseScenario({
    ...(values.scenario === undefined ? {} : await readJson(values.scenario)),
    ...(values.dialect === undefined ? {} : { dialect: values.dialect }),
    ...(pace === undefined ? {} : { charsPerSecond: pace })
  })
  return {
    port: numberOf('port', values.port) ?? 0,
    host: values.host,
    scenario,
    ...(seed === undefined ? {} : { seed })
  }
}

async function readJson(file: string): Promise<object> {
  const scenario = JSON.parse(await readFile(file, 'utf8')) as unknown
  return parseScenario(scenario)
}

function numberOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number)) throw new TypeError(`--${name} is a number`)
  return number
}

import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fromPackage } from '../debian.ts'
import { onPath, run, works } from '../../../../tools/stores/programs.ts'
import { startServer, type Server } from '../../../../tools/stores/server.ts'
import { StoreUnavailable } from '../../../../tools/stores/store-unavailable.ts'

/** Prometheus and the tool that checks its files, of one version. */
interface PrometheusPrograms {
  readonly prometheus: string
  readonly promtool: string
  readonly env?: Readonly<Record<string, string>>
}

interface PrometheusOptions {
  /** Configuration and rules by their names; `prometheus.yml` is the one it is started with. */
  readonly files: Readonly<Record<string, string>> & { readonly 'prometheus.yml': string }
}

/** The programs have a hundred megabytes each, so they are tested only once. */
let found: Promise<PrometheusPrograms> | undefined
const ready = /Server is ready to receive web requests/

/**
 * The installed programs, else those of the system's package, downloaded once and unpacked.
 * @throws {StoreUnavailable} when there are none
 */
function prometheusPrograms(): Promise<PrometheusPrograms> {
  return (found ??= findPrograms())
}

async function findPrograms(): Promise<PrometheusPrograms> {
  const installed = await firstWorking(onPath('prometheus'), onPath('promtool'))
  if (installed) return installed
  const downloaded = await fromPackage('prometheus', ({ folder, env }) =>
    firstWorking(join(folder, 'usr/bin/prometheus'), join(folder, 'usr/bin/promtool'), env)
  ).catch((error: Error) => error)
  if (downloaded && !(downloaded instanceof Error)) return downloaded
  throw new StoreUnavailable(
    'There is no Prometheus: none on PATH with its promtool, and no package of the system that ' +
      'could be downloaded. Install it (apt-get install prometheus, brew install prometheus).',
    { cause: downloaded }
  )
}

/**
 * A Prometheus on a random port of 127.0.0.1 whose data is deleted at its end.
 * @throws {StoreUnavailable} when there is none
 */
export async function startPrometheus({ files }: PrometheusOptions): Promise<Server> {
  const { prometheus, env } = await prometheusPrograms()
  return startServer({
    prepare: folder => writeFiles(folder, files),
    program: (port, folder) => ({
      file: prometheus,
      args: [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`
      ],
      env,
      ready
    }),
    url: port => `http://127.0.0.1:${port}`
  })
}

/**
 * The output of promtool.
 * @throws Error with its output if it fails
 */
export async function promtool(...args: readonly string[]): Promise<string> {
  const programs = await prometheusPrograms()
  return run(programs.promtool, args, { env: programs.env })
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}

async function firstWorking(
  prometheus: string | undefined,
  tool: string | undefined,
  env?: Readonly<Record<string, string>>
): Promise<PrometheusPrograms | undefined> {
  if (prometheus === undefined || tool === undefined) return undefined
  const both = await Promise.all([works(prometheus, { env }), works(tool, { env })])
  return both.every(Boolean) ? { prometheus, promtool: tool, ...(env && { env }) } : undefined
}

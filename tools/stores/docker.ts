import { randomUUID } from 'node:crypto'
import { onPath, run } from './programs.ts'
import type { Program } from './server.ts'

/** Whether there is a Docker whose daemon answers. */
export async function dockerAnswers(): Promise<boolean> {
  const docker = onPath('docker')
  if (!docker) return false
  return run(docker, ['version', '--format', '{{.Server.Version}}']).then(
    () => true,
    () => false
  )
}

export interface ContainerOptions {
  readonly image: string
  /** Where it listens inside. */
  readonly port: number
  readonly env?: Readonly<Record<string, string>>
  readonly args: readonly string[]
  readonly ready: RegExp
  readonly readyAgain: RegExp
}

/** A server in a container that is reached on the given port of this machine alone. */
export function containerOn(port: number, options: ContainerOptions): Program {
  const name = `jiraiya-${randomUUID()}`
  const variables = Object.entries(options.env ?? {})
  return {
    file: 'docker',
    args: [
      'run',
      '--name',
      name,
      '--publish',
      `127.0.0.1:${port}:${options.port}`,
      // Named only, so that no secret shows in the list of processes.
      ...variables.flatMap(([variable]) => ['--env', variable]),
      options.image,
      ...options.args
    ],
    env: { ...dockerEnvironment(), ...options.env },
    ready: options.ready,
    container: { name, readyAgain: options.readyAgain }
  }
}

function dockerEnvironment(): Record<string, string> {
  const wanted = Object.entries(process.env).filter(
    ([name]) => name === 'HOME' || name.startsWith('DOCKER_')
  )
  return Object.fromEntries(wanted.map(([name, value]) => [name, value ?? '']))
}

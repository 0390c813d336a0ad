import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A block of shell in a document that calls with curl, and the answer shown below it. */
export interface DocumentedCommand {
  /** File and line. */
  readonly at: string
  readonly script: string
  readonly answer?: ShownAnswer
}

export interface ShownAnswer {
  readonly language: 'json' | 'http' | 'text'
  readonly text: string
}

/** The response that curl received. */
export interface ReceivedResponse {
  readonly status: number
  readonly statusLine: string
  readonly headers: ReadonlyMap<string, string>
}

export interface CommandRun {
  readonly output: string
  readonly errors: string
  readonly code: number | null
  /** One for each call, in order. */
  readonly received: readonly ReceivedResponse[]
}

interface Block {
  readonly line: number
  readonly language: string
  readonly text: string
}

const callsWithCurl = /(?:^|[\s(|])curl\s/m

/**
 * The blocks of a document that call curl. Variables (`NAME=…`) of other blocks are put before each
 * later block.
 */
export function commandsOf(file: string, markdown: string): readonly DocumentedCommand[] {
  const commands: DocumentedCommand[] = []
  let settings = ''
  const blocks = blocksOf(markdown)
  for (const [index, { language, text, line }] of blocks.entries()) {
    if (!['sh', 'bash', 'shell', 'console', ''].includes(language)) continue
    if (callsWithCurl.test(text)) {
      const answer = answerIn(blocks[index + 1])
      const script = `${settings}${text}`
      commands.push({ at: `${file}:${line}`, script, ...(answer && { answer }) })
    } else if (/^[A-Z_]+=\S*$/m.test(text.split('\n')[0] ?? '')) settings += text
  }
  return commands
}

function answerIn(block: Block | undefined): ShownAnswer | undefined {
  if (block === undefined) return undefined
  const { language, text } = block
  return language === 'json' || language === 'http' || language === 'text'
    ? { language, text }
    : undefined
}

/** Fenced code blocks at any indent, and indented code blocks. */
function blocksOf(markdown: string): readonly Block[] {
  const blocks: Block[] = []
  const fence = /^(?<indent> *)```(?<language>\S*)[^\n]*\n(?<text>.*?)^\k<indent>```$/gms
  const lineAt = (index: number): number => markdown.slice(0, index).split('\n').length
  const rest = markdown.replace(fence, (whole: string, ...found: unknown[]) => {
    const groups = found.at(-1) as { indent: string; language: string; text: string }
    const text = groups.text.replaceAll(`\n${groups.indent}`, '\n').slice(groups.indent.length)
    blocks.push({ line: lineAt(Number(found.at(-3))), language: groups.language, text })
    return whole.replaceAll(/[^\n]/g, ' ')
  })
  for (const { 0: text, index } of rest.matchAll(/(?<=\n\n)(?: {4}.*\S.*\n)+/g)) {
    blocks.push({ line: lineAt(index), language: '', text: text.replaceAll(/^ {4}/gm, '') })
  }
  return blocks.toSorted((one, other) => one.line - other.line)
}

/** Lines of a comment that read like a command, as the head of compose.yaml has them. */
export function commandsInComments(file: string, text: string): readonly DocumentedCommand[] {
  const plain = text
    .split('\n')
    .map(line => (/^# {3}/.test(line) ? line.replace(/^# {3}/, '    ') : ''))
    .join('\n')
  return commandsOf(file, `\n${plain}`)
}

/** Runs scripts in a separate folder, with a curl that records each response. */
export class CommandRunner {
  private readonly folder: string
  private runs = 0

  private constructor(folder: string) {
    this.folder = folder
  }

  /** @throws where there is no curl, or no bash */
  static async create(folder: string): Promise<CommandRunner> {
    const { output, code } = await run(
      'bash',
      ['-c', 'command -v curl'],
      { PATH: pathOf() },
      folder
    )
    const curl = output.trim()
    if (code !== 0 || curl === '') throw new Error('NOT RUN: there is no curl, or no bash, on PATH')
    const shim = join(folder, 'bin', 'curl')
    await mkdir(dirname(shim), { recursive: true })
    const next = '$(find "$HEARD" -type f | wc -l | tr -d " ")'
    await writeFile(shim, `#!/bin/sh\nexec '${curl}' -D "$HEARD/${next}" "$@"\n`)
    await chmod(shim, 0o755)
    return new CommandRunner(folder)
  }

  async run(script: string, variables: Readonly<Record<string, string>>): Promise<CommandRun> {
    const received = join(this.folder, `heard-${++this.runs}`)
    await mkdir(received)
    // -u: a variable that no document sets is an error.
    const result = await run(
      'bash',
      ['-euc', script],
      { ...variables, HEARD: received, PATH: `${join(this.folder, 'bin')}:${pathOf()}` },
      this.folder
    )
    const names = (await readdir(received)).toSorted((one, other) => Number(one) - Number(other))
    const texts = await Promise.all(names.map(name => readFile(join(received, name), 'utf8')))
    return { ...result, received: texts.map(receivedIn) }
  }
}

/** This Node comes first on PATH. */
function pathOf(): string {
  return `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`
}

async function run(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string
): Promise<Omit<CommandRun, 'received'>> {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let errors = ''
  child.stdout.on('data', (part: Buffer) => (output += part.toString()))
  child.stderr.on('data', (part: Buffer) => (errors += part.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { output, errors, code }
}

function receivedIn(text: string): ReceivedResponse {
  const [statusLine = '', ...lines] = text.replaceAll('\r', '').trim().split('\n')
  const headers = lines.map(line => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
  })
  return {
    statusLine: statusLine.trim(),
    status: Number(statusLine.split(' ')[1]),
    headers: new Map(headers)
  }
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { fromPackage } from '../servers/debian.ts'
import { onPath, works } from '../../../tools/stores/programs.ts'

interface BrowserProgram {
  readonly file: string
  readonly env?: Readonly<Record<string, string>>
}

/** Names of Chromium on PATH; the last is the path in Debian's package. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const debiansOwn = '/usr/bin/chromium'

const args = [
  '--headless',
  // A test's page comes from this process; and root, which containers run as, has no sandbox.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

/**
 * A headless Chromium with a fresh profile: the installed one, else the system's own package,
 * downloaded once and unpacked.
 *
 * @throws Error when there is none to be had: a missing browser never passes for a test that ran
 */
export async function openBrowser(): Promise<Browser> {
  const { file, env } = (await installedProgram()) ?? (await downloadedProgram())
  const environment = { ...process.env, ...env }
  return chromium.launch({ executablePath: file, args, env: definedOnly(environment) })
}

async function installedProgram(): Promise<BrowserProgram | undefined> {
  const found = [...names.map(onPath), debiansOwn].filter(file => file !== undefined)
  for (const file of found) {
    if (existsSync(file) && (await works(file))) return { file }
  }
  return undefined
}

async function downloadedProgram(): Promise<BrowserProgram> {
  const failure: { cause?: unknown } = {}
  const program = await fromPackage('chromium', async ({ folder, env }) => {
    // Debian's launcher looks in /usr/lib; the program itself runs from any folder.
    const file = join(folder, 'usr/lib/chromium/chromium')
    return (await works(file, { env })) ? { file, env } : undefined
  }).catch((error: unknown) => {
    failure.cause = error
    return undefined
  })
  if (program !== undefined) return program
  const where = process.env['CI'] === 'true' ? 'Install it in the CI image' : 'Install it'
  throw new Error(
    'NOT RUN: there is no Chromium: none on PATH, and no package of the system that could be ' +
      `downloaded. ${where} (apt-get install chromium) and run the tests again.`,
    failure
  )
}

function definedOnly(
  environment: Readonly<Record<string, string | undefined>>
): Record<string, string> {
  const entries = Object.entries(environment)
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  )
}

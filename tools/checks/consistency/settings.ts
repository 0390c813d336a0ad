import { builtSettings } from '../../built.ts'
import { wordsOf, wordsOfSource } from './source-words.ts'

/** Settings that have no effect after their validation. */
const onlyChecked: readonly string[] = [
  // Settings that allow only one value.
  'WORKERS',
  'JWT_ALGORITHM',
  // Changes the validation of another setting.
  'OPENAI_ALLOW_HTTP',
  // Node.js itself reads it.
  'NODE_EXTRA_CA_CERTS'
]

/** Settings that nothing but their own declaration and rules reads. */
export async function settingProblems(): Promise<string[]> {
  const { names } = await wordsOfSource(file => !/^src\/core\/config\/|\.config\.ts$/.test(file))
  const settings = await builtSettings()
  const unread = settings.map(({ name }) => name).filter(name => !names.has(name))
  return [
    ...unread
      .filter(name => !onlyChecked.includes(name))
      .map(name => `the setting ${name} is never read under src`),
    ...onlyChecked
      .filter(name => !unread.includes(name))
      .map(name => `${name} is read: remove it from tools/checks/consistency/settings.ts`),
    ...canary()
  ]
}

function canary(): string[] {
  const { names } = wordsOf([
    `/** PLANTED */ type A = Pick<Settings, 'PLANTED'>; const about = 'PLANTED'; f({ PLANTED: 1 })`,
    'const { READ } = settings; run(settings.USED, { a: this.settings.CALLED })'
  ])
  const bites = !names.has('PLANTED') && ['READ', 'USED', 'CALLED'].every(name => names.has(name))
  return bites ? [] : ['the check of settings does not find its canary']
}

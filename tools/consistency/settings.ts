import { builtSettings } from '../built.ts'
import { wordsOf, wordsOfSource } from './source-words.ts'

/** Settings whose whole work is done when they were checked. */
const onlyChecked: readonly string[] = [
  // Each allows one value.
  'WORKERS',
  'JWT_ALGORITHM',
  // Allows what the rule of another forbids.
  'OPENAI_ALLOW_HTTP'
]

/** Settings that nothing reads where the service works, outside the folder that declares them. */
export async function forgottenSettings(): Promise<string[]> {
  const { names } = await wordsOfSource(file => !file.startsWith('core/config/'))
  const settings = await builtSettings()
  const unread = settings.map(({ name }) => name).filter(name => !names.has(name))
  return [
    ...unread
      .filter(name => !onlyChecked.includes(name))
      .map(name => `the setting ${name} is read by nothing under src`),
    ...onlyChecked
      .filter(name => !unread.includes(name))
      .map(name => `${name} is read, and need not stand in tools/consistency/settings.ts`),
    ...canary()
  ]
}

function canary(): string[] {
  const { names } = wordsOf([
    `/** PLANTED */ type A = Pick<Settings, 'PLANTED'>; const about = 'PLANTED'; f({ PLANTED: 1 })`,
    'const { READ } = settings; run(settings.USED, { a: this.settings.CALLED })'
  ])
  const bites = !names.has('PLANTED') && ['READ', 'USED', 'CALLED'].every(name => names.has(name))
  return bites ? [] : ['the check of settings no longer bites']
}

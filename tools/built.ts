/** What is used of the built modules; their sources are not of these tools' TypeScript. */
interface SettingDecorators {
  readonly declaredSettings: () => readonly SettingEntry[]
}

export interface SettingEntry {
  readonly name: string
  readonly type: string
  readonly description: string
  readonly defaultText: string
  readonly secret: boolean
}

/** A module of the built service, by its path in dist; the caller says what it uses of it. */
export async function built<T>(module: string): Promise<T> {
  await import('reflect-metadata')
  return (await import(new URL(`../dist/${module}`, import.meta.url).href)) as T
}

/** Every setting that the built service declares. */
export async function builtSettings(): Promise<readonly SettingEntry[]> {
  // Their classes declare them when they are loaded.
  await built('core/config/settings.js')
  const { declaredSettings } = await built<SettingDecorators>('core/config/setting.decorators.js')
  return declaredSettings()
}

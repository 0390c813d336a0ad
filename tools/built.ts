/** What is used of the built modules; their sources are not of these tools' TypeScript. */
interface AppSettings {
  readonly settingGroups: () => readonly SettingGroup[]
  readonly parseSettings: (environment: Readonly<Record<string, string>>) => Settings
}

/** By module, then by name. */
type Settings = Readonly<Record<string, Readonly<Record<string, unknown>>>>

export interface SettingGroup {
  readonly title: string
  readonly settings: readonly SettingEntry[]
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

/** The settings that each module of the built service declares. */
export async function builtSettingGroups(): Promise<readonly SettingGroup[]> {
  const { settingGroups } = await built<AppSettings>('app.settings.js')
  return settingGroups()
}

/** Every setting that the built service declares. */
export async function builtSettings(): Promise<readonly SettingEntry[]> {
  return (await builtSettingGroups()).flatMap(({ settings }) => settings)
}

/** Reads settings as the built service does; gives them by name, whichever module owns them. */
export async function builtParser() {
  const { parseSettings } = await built<AppSettings>('app.settings.js')
  return (environment: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> =>
    Object.assign({}, ...Object.values(parseSettings(environment)))
}

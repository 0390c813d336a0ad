/** Modules of the built service that tools load, with the types of their sources. */
interface Modules {
  'app.errors.js': typeof import('../src/app.errors.ts')
  'app.metrics.js': typeof import('../src/app.metrics.ts')
  'core/config/other-settings.js': typeof import('../src/core/config/other-settings.ts')
  'app.settings.js': typeof import('../src/app.settings.ts')
  'app.setup.js': typeof import('../src/app.setup.ts')
  'app.openapi.js': typeof import('../src/app.openapi.ts')
  'core/metrics/library-metrics.js': typeof import('../src/core/metrics/library-metrics.ts')
  'modules/stories/domain/story-request.js': typeof import('../src/modules/stories/domain/story-request.ts')
  'modules/stories/stories.metrics.js': typeof import('../src/modules/stories/stories.metrics.ts')
}

/** A module by its path in dist. */
export async function built<Path extends keyof Modules>(path: Path): Promise<Modules[Path]> {
  await import('reflect-metadata')
  return (await import(new URL(`../dist/${path}`, import.meta.url).href)) as Modules[Path]
}

/** Every setting that the service declares. */
export async function builtSettings() {
  const { settingGroups } = await built('app.settings.js')
  return settingGroups().flatMap(({ settings }) => settings)
}

/** Reads settings as the service does; returns them by name, without their modules. */
export async function builtParser() {
  const { parseSettings } = await built('app.settings.js')
  return (environment: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> =>
    Object.assign({}, ...Object.values(parseSettings(environment)))
}

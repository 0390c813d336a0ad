import type { Type } from '@nestjs/common'
import { registerAs } from '@nestjs/config'
import { parseSettings, processEnvironment } from './parse-settings.js'
import type { SettingsNamespace, SettingsRule } from './settings-namespace.js'

interface NamespaceOptions<T extends object> {
  readonly title: string
  readonly rules?: readonly SettingsRule<T>[]
  readonly dependentDefaults?: SettingsNamespace<T>['dependentDefaults']
}

/**
 * Declares the settings of one module. The application parses all namespaces before Nest exists and
 * gives the results to `ConfigModule.forRoot`; `ConfigModule.forFeature` reads one by itself.
 */
export function registerSettings<T extends object>(
  namespace: string,
  settings: Type<T>,
  { title, rules = [], dependentDefaults = () => ({}) }: NamespaceOptions<NoInfer<T>>
): SettingsNamespace<T> {
  const factory = registerAs(namespace, (): T => parseSettings(declared, processEnvironment()))
  const declared: SettingsNamespace<T> = Object.assign(factory, {
    namespace,
    settings,
    title,
    rules,
    dependentDefaults
  })
  return declared
}

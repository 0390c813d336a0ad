import type { Type } from '@nestjs/common'
import type { ConfigFactoryKeyHost } from '@nestjs/config'
import type { Environment } from './environment.js'

/** The settings of one module, in the form that `ConfigType` and `KEY` of @nestjs/config expect. */
export interface SettingsNamespace<T extends object = object> extends Pick<
  ConfigFactoryKeyHost,
  'KEY'
> {
  (): T
  readonly namespace: string
  readonly settings: Type<T>
  /** Heading in docs/configuration.md. */
  readonly title: string
  readonly rules: readonly SettingsRule<T>[]
  /** Defaults that depend on the environment or on other settings of the namespace. */
  dependentDefaults(settings: T, environment: Environment): Partial<T>
}

/** Returns the settings of another namespace, for rules that compare two modules. */
export type SettingsLookup = <T extends object>(other: SettingsNamespace<T>) => T

/** Rules that concern several settings. */
export interface SettingsRule<T extends object> {
  /** The setting that is reported. */
  readonly name: string
  readonly rule: string
  /** Checked only where ENVIRONMENT is staging or production. */
  readonly onlyStrict?: boolean
  /** The service starts although the rule is broken, and logs it as `setting_notice`. */
  readonly onlyWarns?: boolean
  /** What the rule means for these settings. It must not contain a secret of theirs. */
  detail?(settings: T): string
  isBroken(settings: T, of: SettingsLookup): boolean
}

import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { Type } from '@nestjs/common'
import { plainToInstance } from 'class-transformer'
import { validateSync } from 'class-validator'
import { environmentOf, isStrict, type Environment } from './environment.js'
import { declaredSettings } from './setting.decorators.js'
import { secretProblems } from './secret-rules.js'
import { SettingsError, type SettingProblem } from './settings-error.js'
import type { SettingsNamespace, SettingsRule } from './settings-namespace.js'

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string | undefined>>

/** The environment of this process over the `.env` file of the working directory. */
export function processEnvironment(): Variables {
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}
  return { ...lowerCaseProxies(process.env), ...file, ...process.env }
}

/** Many programs read these three variables in lower case, so some environments have only that form. */
function lowerCaseProxies(variables: Variables): Variables {
  const names = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY']
  return Object.fromEntries(names.map(name => [name, variables[name.toLowerCase()]]))
}

/**
 * The typed, frozen settings of one namespace.
 * @throws SettingsError that lists every problem at once, and never a value
 */
export function parseSettings<T extends object>(
  namespace: SettingsNamespace<T>,
  variables: Variables
): T {
  const parser = new SettingsParser(variables)
  const problems = parser.problemsOf([namespace])
  if (problems.length > 0) throw new SettingsError(problems)
  return parser.settingsOf(namespace)
}

/** Parses namespaces out of one set of variables; each is read once. */
export class SettingsParser {
  private readonly known = new Map<unknown, object>()
  private readonly problems: SettingProblem[] = []
  /** Development if the variables name none. */
  readonly environment: Environment

  constructor(private readonly variables: Variables) {
    this.environment = environmentOf(this.readText('ENVIRONMENT', [])) ?? 'development'
  }

  get isStrict(): boolean {
    return isStrict(this.environment)
  }

  /** Every problem of these namespaces. */
  problemsOf(namespaces: readonly SettingsNamespace[]): readonly SettingProblem[] {
    for (const namespace of namespaces) this.read(namespace)
    const broken = new Set(this.problems.map(({ name }) => name))
    const byRule = this.brokenRules(namespaces, rule => !rule.onlyWarns && !broken.has(rule.name))
    return [...this.problems, ...byRule, ...this.secretProblems(namespaces)]
  }

  /** What the service starts with, although it should not be so. */
  warningsOf(namespaces: readonly SettingsNamespace[]): readonly SettingProblem[] {
    return this.brokenRules(namespaces, rule => rule.onlyWarns === true)
  }

  settingsOf<T extends object>(namespace: SettingsNamespace<T>): T {
    const values = this.read(namespace)
    const extra = Object.entries(namespace.dependentDefaults(values, this.environment))
    const missing = extra.filter(([name]) => values[name as keyof T] === undefined)
    const settings: T = Object.assign(new namespace.settings(), values, Object.fromEntries(missing))
    return Object.freeze(settings)
  }

  /** Without dependent defaults. A setting that broke its rule has its default. */
  private read<T extends object>({ settings }: SettingsNamespace<T>): T {
    const values = (this.known.get(settings) as T | undefined) ?? this.readFields(settings)
    this.known.set(settings, values)
    return values
  }

  private brokenRules(
    namespaces: readonly SettingsNamespace[],
    fits: (rule: SettingsRule<never>) => boolean
  ): readonly SettingProblem[] {
    return namespaces.flatMap(namespace => {
      const settings = this.read(namespace)
      return namespace.rules
        .filter(rule => fits(rule) && (this.isStrict || !rule.onlyStrict))
        .filter(rule => rule.isBroken(settings, other => this.read(other)))
        .map(each => {
          const detail = each.detail === undefined ? '' : `: ${each.detail(settings)}`
          return { name: each.name, rule: `${each.rule}${detail}` }
        })
    })
  }

  private secretProblems(namespaces: readonly SettingsNamespace[]): readonly SettingProblem[] {
    if (!this.isStrict) return []
    const entries = namespaces.flatMap(({ settings }) => declaredSettings(settings))
    return secretProblems(
      entries.flatMap(({ name, secretsIn }) => {
        const text = this.readText(name, [])
        return text === undefined ? [] : secretsIn(text).map(secret => ({ name, secret }))
      })
    )
  }

  private readFields<T extends object>(type: Type<T>): T {
    const texts: Record<string, string> = {}
    for (const { name } of declaredSettings(type)) {
      const text = this.readText(name, this.problems)
      if (text !== undefined) texts[name] = text
    }
    const values = plainToInstance(type, texts, { excludeExtraneousValues: true })
    for (const { property, constraints = {} } of validateSync(values)) {
      for (const rule of Object.values(constraints)) this.problems.push({ name: property, rule })
      delete texts[property]
    }
    return plainToInstance(type, texts, { excludeExtraneousValues: true })
  }

  /** `NAME`, else the content of the file that `NAME_FILE` names. An empty text is an absent one. */
  private readText(name: string, problems: SettingProblem[]): string | undefined {
    const text = this.variables[name]
    const file = this.variables[`${name}_FILE`]
    if (text || !file) return text || undefined
    try {
      return readFileSync(file, 'utf8').trim() || undefined
    } catch {
      problems.push({ name: `${name}_FILE`, rule: 'must name a file that can be read' })
      return undefined
    }
  }
}

import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { plainToInstance } from 'class-transformer'
import { validateSync } from 'class-validator'
import { declaredSettings } from './setting.decorators.js'
import { SettingsError, type SettingProblem } from './settings-error.js'
import { isStrict, Settings } from './settings.js'
import { derivedSecret, secretProblems } from './secrets.js'
import { ruleProblems } from './settings-rules.js'

type Environment = Readonly<Record<string, string | undefined>>

/** The settings of this process: its environment over the `.env` file of the working directory. */
export function loadSettings(): Settings {
  const file = existsSync('.env') ? parseEnv(readFileSync('.env', 'utf8')) : {}
  return parseSettings({ ...file, ...process.env })
}

/**
 * Typed, frozen settings out of an environment.
 * @throws SettingsError that lists everything wrong at once, and never a value.
 */
export function parseSettings(environment: Environment): Settings {
  const problems: SettingProblem[] = []
  const texts = readTexts(environment, problems)
  const settings = plainToInstance(Settings, texts, { excludeExtraneousValues: true })
  for (const error of validateSync(settings)) {
    for (const rule of Object.values(error.constraints ?? {})) {
      problems.push({ name: error.property, rule })
    }
  }
  const broken = new Set(problems.map(({ name }) => name))
  problems.push(...secretProblems(settings))
  problems.push(...ruleProblems(settings, broken))
  if (problems.length > 0) throw new SettingsError(problems)
  return Object.freeze(withDependentDefaults(settings))
}

/** The raw texts: `NAME`, else the content of the file that `NAME_FILE` names; empty is absent. */
function readTexts(environment: Environment, problems: SettingProblem[]): Environment {
  const texts: Record<string, string> = {}
  for (const { name } of declaredSettings()) {
    const text = environment[name]
    const file = environment[`${name}_FILE`]
    if (text) texts[name] = text
    else if (file) readFile(name, file, texts, problems)
  }
  return texts
}

function readFile(
  name: string,
  file: string,
  texts: Record<string, string>,
  problems: SettingProblem[]
): void {
  try {
    const text = readFileSync(file, 'utf8').trim()
    // An empty file is a setting that is not there, as an empty variable is.
    if (text !== '') texts[name] = text
  } catch {
    problems.push({ name: `${name}_FILE`, rule: 'must name a file that can be read' })
  }
}

function withDependentDefaults(settings: Settings): Settings {
  const strict = isStrict(settings)
  return Object.assign(settings, {
    SERVICE_JWT_SECRET: settings.SERVICE_JWT_SECRET ?? (strict ? undefined : settings.JWT_SECRET),
    TOKEN_SECRET:
      settings.TOKEN_SECRET ?? (strict ? undefined : derivedSecret(settings.JWT_SECRET)),
    ENABLE_STUDIO: settings.ENABLE_STUDIO ?? settings.ENVIRONMENT !== 'production',
    LOG_FORMAT: settings.LOG_FORMAT ?? (strict ? 'json' : 'text'),
    SHUTDOWN_DELAY: settings.SHUTDOWN_DELAY ?? (strict ? 5 : 0),
    REFUSED_MODELS: settings.REFUSED_MODELS ?? (strict ? ['jiraiya-simulator'] : [])
  })
}

import { parseJson } from '#core/config/setting.decorators.js'
import { parseExtraBody, type JsonFields } from '#modules/llm/extra-request-parts.js'

export const reasoningEfforts = [
  'none',
  'minimal',
  'low',
  'medium',
  'high',
  'xhigh',
  'max'
] as const

export type ReasoningEffort = (typeof reasoningEfforts)[number]

export const maxReasoningTokens = 131_072

/** Settings that may differ between the models of an instance. */
export interface ModelOptions {
  readonly reasoningEffort?: ReasoningEffort | undefined
  readonly reasoningTokens?: number | undefined
  readonly extraBody?: JsonFields | undefined
}

export type OptionsByModel = Readonly<Record<string, ModelOptions>>

interface OptionSettings {
  readonly OPENAI_MODEL_OPTIONS: OptionsByModel
  readonly OPENAI_REASONING_EFFORT?: ReasoningEffort
  readonly OPENAI_REASONING_TOKENS: number
  readonly OPENAI_EXTRA_BODY: JsonFields
}

/** The options of one model: its own, and for those that are missing the general settings. */
export function modelOptions(settings: OptionSettings, model: string): ModelOptions {
  const { OPENAI_MODEL_OPTIONS: byModel } = settings
  return {
    reasoningEffort: settings.OPENAI_REASONING_EFFORT,
    reasoningTokens: settings.OPENAI_REASONING_TOKENS,
    extraBody: settings.OPENAI_EXTRA_BODY,
    ...(Object.hasOwn(byModel, model) && byModel[model])
  }
}

/** OPENAI_MODEL_OPTIONS; undefined if it does not follow its rule. */
export function parseModelOptions(text: string): OptionsByModel | undefined {
  const byModel = toObject(parseJson(text))
  if (byModel === undefined) return undefined
  const options = Object.entries(byModel).map(
    ([model, given]) => [model, toOptions(given)] as const
  )
  if (options.some(([, each]) => each === undefined)) return undefined
  return Object.fromEntries(options) as OptionsByModel
}

function toOptions(given: unknown): ModelOptions | undefined {
  const { reasoningEffort, reasoningTokens, extraBody, ...unknown } = toObject(given) ?? { given }
  if (Object.keys(unknown).length > 0) return undefined
  const body = extraBody === undefined ? undefined : parseExtraBody(JSON.stringify(extraBody))
  if (extraBody !== undefined && body === undefined) return undefined
  const isEffort =
    reasoningEffort === undefined || reasoningEfforts.some(effort => effort === reasoningEffort)
  const isCount =
    reasoningTokens === undefined ||
    (Number.isInteger(reasoningTokens) &&
      Number(reasoningTokens) >= 0 &&
      Number(reasoningTokens) <= maxReasoningTokens)
  if (!isEffort || !isCount) return undefined
  return {
    ...(reasoningEffort !== undefined && { reasoningEffort: reasoningEffort as ReasoningEffort }),
    ...(reasoningTokens !== undefined && { reasoningTokens: Number(reasoningTokens) }),
    ...(body !== undefined && { extraBody: body })
  }
}

function toObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  return isObject ? (value as Readonly<Record<string, unknown>>) : undefined
}

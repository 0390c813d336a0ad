import { Transform } from 'class-transformer'
import {
  IsIn,
  IsInt,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
  type ValidationArguments
} from 'class-validator'
import { cleanInput } from './clean-input.js'
import { audiences, tones, type Audience, type StoryRequest, type Tone } from './story-request.js'

export const keywordCount = { min: 1, max: 10 }
export const keywordLength = { min: 1, max: 50 }
export const genreLength = { min: 3, max: 50 }
export const maxLengthRange = { min: 100, max: 2000 }
export const minLengthRange = { min: 50, max: 1000 }
export const maxLanguageLength = 35
export const defaultMaxLength = 500
/** Without a lower bound of the caller's own, a story of this share of the upper one is enough. */
const defaultShare = 0.6

/** The body of every generating route, before it is a StoryRequest. */
export class StoryRequestBody {
  @Transform(({ value }) => cleanKeywords(value))
  @ValidateBy({
    name: 'keywords',
    validator: { validate: isKeywordList, defaultMessage: keywordRule }
  })
  readonly keywords!: readonly string[]

  @Transform(({ value }) => clean(value))
  @ValidateBy({
    name: 'genre',
    validator: {
      validate: value => isText(value, genreLength),
      defaultMessage: () => `must be text of ${genreLength.min} to ${genreLength.max} characters`
    }
  })
  readonly genre!: string

  @Transform(({ value }) => lowerCase(value ?? 'neutral'))
  @IsIn(tones, { message: `must be one of ${tones.join(', ')}` })
  readonly tone: Tone = 'neutral'

  @Transform(({ value }) => wholeNumber(value ?? defaultMaxLength))
  @Min(maxLengthRange.min, { message: wordRule(maxLengthRange) })
  @Max(maxLengthRange.max, { message: wordRule(maxLengthRange) })
  @IsInt({ message: wordRule(maxLengthRange) })
  readonly maxLength: number = defaultMaxLength

  @Transform(({ value }) => wholeNumber(value ?? undefined))
  @ValidateIf((body: StoryRequestBody) => body.minLength !== undefined)
  @ValidateBy({
    name: 'notAboveMaximum',
    validator: {
      validate: isNotAboveMaximum,
      defaultMessage: () => 'must not be above the maximum length'
    }
  })
  @Min(minLengthRange.min, { message: wordRule(minLengthRange) })
  @Max(minLengthRange.max, { message: wordRule(minLengthRange) })
  @IsInt({ message: wordRule(minLengthRange) })
  readonly minLength?: number

  @Transform(({ value }) => canonicalLanguage(value ?? 'en'))
  @ValidateBy({
    name: 'language',
    validator: {
      validate: value => typeof value === 'string',
      defaultMessage: languageRule
    }
  })
  readonly language: string = 'en'

  @Transform(({ value }) => lowerCase(value ?? 'general'))
  @IsIn(audiences, { message: `must be one of ${audiences.join(', ')}` })
  readonly audience: Audience = 'general'
}

export function toStoryRequest(body: StoryRequestBody): StoryRequest {
  const { keywords, genre, tone, maxLength, minLength, language, audience } = body
  const min = minLength ?? Math.ceil(maxLength * defaultShare)
  return { keywords, genre, tone, words: { min, max: maxLength }, language, audience }
}

export function clean(value: unknown): unknown {
  return typeof value === 'string' ? cleanInput(value) : value
}

/** Each cleaned; blanks and repetitions in other letter case dropped; order kept. */
function cleanKeywords(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  const items: readonly unknown[] = value
  const seen = new Set<unknown>()
  return items.map(clean).filter(keyword => {
    const key = lowerCase(keyword)
    if (keyword === '' || seen.has(key)) return false
    seen.add(key)
    return true
  })
}

export function lowerCase(value: unknown): unknown {
  return typeof value === 'string' ? value.trim().toLowerCase() : value
}

/** Digits in a string count, as they did for the Python service. */
function wholeNumber(value: unknown): unknown {
  return typeof value === 'string' && /^\s*\d{1,6}\s*$/.test(value) ? Number(value) : value
}

/** A BCP 47 tag in canonical form; undefined for anything else. */
export function canonicalLanguage(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > maxLanguageLength) return undefined
  try {
    return Intl.getCanonicalLocales(value.trim())[0]
  } catch {
    return undefined
  }
}

function isKeywordList(value: unknown): boolean {
  if (!Array.isArray(value)) return false
  const items: readonly unknown[] = value
  return (
    items.length >= keywordCount.min &&
    items.length <= keywordCount.max &&
    items.every(keyword => isText(keyword, keywordLength))
  )
}

/** A maximum that is no number has its own complaint. */
function isNotAboveMaximum(value: unknown, args?: ValidationArguments): boolean {
  const maxLength = (args?.object as StoryRequestBody | undefined)?.maxLength
  return !(Number(value) > Number(maxLength))
}

/** Text of so many code points. */
export function isText(
  value: unknown,
  { min, max }: { min: number; max: number }
): value is string {
  if (typeof value !== 'string') return false
  const characters = Array.from(value).length
  return characters >= min && characters <= max
}

export function keywordRule(): string {
  return (
    `must be a list of ${keywordCount.min} to ${keywordCount.max} different keywords, ` +
    `each text of ${keywordLength.min} to ${keywordLength.max} characters`
  )
}

export function languageRule(): string {
  return 'must be a BCP 47 language tag such as en or pt-BR'
}

function wordRule({ min, max }: { min: number; max: number }): string {
  return `must be a whole number of words from ${min} to ${max}`
}

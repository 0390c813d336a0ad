import {
  ChoiceField,
  FlagField,
  IntegerField,
  NumberField,
  ObjectField,
  TextField,
  TextListField,
  TimeField,
  UuidField
} from '#core/http/openapi/decorators/field.decorators.js'
import {
  languageTag,
  notBlank,
  oneLine,
  plainText
} from '#core/http/openapi/decorators/patterns.js'
import {
  audiences,
  tones,
  type Audience,
  type Tone
} from '#modules/stories/domain/story-request.js'
import {
  keywordCount,
  keywordLength,
  maxLanguageLength
} from '#modules/stories/domain/story-request.dto.js'
import type { Story } from '#modules/stories/domain/story.js'
import {
  draftDetailsLength,
  draftTitleLength,
  toKuybiDraft,
  type KuybiDraft
} from '#modules/kuybi/kuybi-draft.js'
import { maxTags, tagLength } from '#modules/stories/domain/story-tags.js'

const tokens = { min: 0, max: 10_000_000 }
const keywords = {
  maxItems: keywordCount.max,
  items: { minLength: keywordLength.min, maxLength: keywordLength.max, pattern: notBlank }
}
const tags = {
  maxItems: maxTags,
  items: { minLength: tagLength.min, maxLength: tagLength.max, pattern: oneLine }
}

export class StoryUsage {
  @IntegerField({ description: 'Tokens of what the model read.', ...tokens })
  readonly promptTokens!: number

  @IntegerField({ description: 'Tokens of what the model wrote.', ...tokens })
  readonly completionTokens!: number

  @IntegerField({ description: 'Both together.', ...tokens })
  readonly totalTokens!: number
}

/** What Kuybi's create-story form posts, as it stands. */
export class StoryDraft implements KuybiDraft {
  @TextField({
    description: 'As the story’s.',
    minLength: draftTitleLength.min,
    maxLength: draftTitleLength.max,
    pattern: oneLine
  })
  readonly title!: string

  @TextField({
    description: 'The content, or as many of its sentences as Kuybi takes.',
    minLength: draftDetailsLength.min,
    maxLength: draftDetailsLength.max,
    pattern: plainText
  })
  readonly details!: string

  @ChoiceField({ description: 'What Kuybi calls it.', choices: ['STORY'] })
  readonly type!: 'STORY'

  @ChoiceField({ description: 'Kuybi’s usual one.', choices: ['NORMAL'] })
  readonly priority!: 'NORMAL'

  @ChoiceField({ description: 'Somebody is to look at it first.', choices: ['DRAFT'] })
  readonly status!: 'DRAFT'

  @TextListField({ description: 'As the story’s.', ...tags })
  readonly tags!: readonly string[]
}

/** A kept story, as all routes but `/generate` give it. */
export class StoryResource {
  @UuidField({ description: 'Names the story.' })
  readonly id!: string

  @TextField({
    description: 'One line of plain text.',
    minLength: 3,
    maxLength: 200,
    pattern: oneLine
  })
  readonly title!: string

  @TextField({
    description: 'Plain text; a blank line between paragraphs.',
    minLength: 1,
    maxLength: 1_000_000,
    pattern: plainText
  })
  readonly content!: string

  @TextField({
    description: 'The language asked for, a BCP 47 tag.',
    minLength: 2,
    maxLength: maxLanguageLength,
    pattern: languageTag
  })
  readonly language!: string

  @ChoiceField({ description: 'Whom it is for.', choices: audiences })
  readonly audience!: Audience

  @TextField({ description: 'As asked for.', minLength: 1, maxLength: 50, pattern: notBlank })
  readonly genre!: string

  @ChoiceField({ description: 'As asked for.', choices: tones })
  readonly tone!: Tone

  @TextListField({ description: 'What it was to hold, in the order asked for.', ...keywords })
  readonly keywords!: readonly string[]

  @TextListField({
    description: 'The keywords that were found in the content: whole words, simple inflection.',
    ...keywords
  })
  readonly keywordsUsed!: readonly string[]

  @TextListField({ description: 'The keywords that are not in the content.', ...keywords })
  readonly keywordsMissing!: readonly string[]

  @IntegerField({ description: 'Words of the content, counted.', min: 0, max: 1_000_000 })
  readonly wordCount!: number

  @TextField({
    description: 'What it is about, in one paragraph.',
    maxLength: 500,
    pattern: oneLine
  })
  readonly summary!: string

  @TextListField({ description: 'The keywords used, and a few of the model’s own.', ...tags })
  readonly tags!: readonly string[]

  @TextField({
    description: 'The model that wrote it, as it names itself.',
    maxLength: 200,
    pattern: oneLine
  })
  readonly model!: string

  @FlagField({
    description: 'Whether it was written before, for the same request; then it cost nothing.'
  })
  readonly cached!: boolean

  @ObjectField({
    description: 'Tokens of the whole generation: first answer, retries, repair.',
    type: () => StoryUsage
  })
  readonly usage!: StoryUsage

  @NumberField({ description: 'US dollars for the whole generation.', min: 0, max: 10_000 })
  readonly costUsd!: number

  @TimeField({ description: 'When it was written.' })
  readonly createdAt!: string

  @ObjectField({ description: 'What Kuybi’s create-story form posts.', type: () => StoryDraft })
  readonly draft!: StoryDraft

  @FlagField({
    description: 'Whether the story is longer than Kuybi takes; then the draft holds its beginning.'
  })
  readonly draftTruncated!: boolean
}

export function toStoryResource(story: Story): StoryResource {
  const { promptTokens, completionTokens, totalTokens, costUsd } = story.charges
  return {
    id: story.id,
    title: story.title,
    content: story.content,
    language: story.language,
    audience: story.audience,
    genre: story.genre,
    tone: story.tone,
    keywords: story.keywords,
    keywordsUsed: story.keywordsUsed,
    keywordsMissing: story.keywordsMissing,
    wordCount: story.wordCount,
    summary: story.summary,
    tags: story.tags,
    model: story.model,
    cached: story.cached,
    usage: { promptTokens, completionTokens, totalTokens },
    costUsd,
    createdAt: story.createdAt.toISOString(),
    ...toKuybiDraft(story)
  }
}

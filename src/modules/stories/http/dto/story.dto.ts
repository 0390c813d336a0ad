import {
  ChoiceField,
  FlagField,
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
  maxLanguageLength,
  tones,
  type Audience,
  type Tone
} from '#modules/stories/domain/story-request.js'
import { sha256 } from '#modules/stories/domain/sha256.js'
import { aiMark, type Lack, type Story } from '#modules/stories/domain/story.js'
import {
  draftDetailsLength,
  draftTitleLength,
  toKuybiDraft,
  type KuybiDraft
} from '#modules/kuybi/kuybi-draft.js'
import { RevisionDto } from '#modules/stories/http/revisions/revision.dto.js'
import { StoryChecksDto } from './checks/story-checks.dto.js'
import { StoryIndicatorsDto } from './checks/story-indicators.dto.js'
import { storedKeywords, storyFields } from './story-fields.js'
import { maxTags, tagLength } from '#modules/stories/domain/story-tags.js'

const tags = {
  maxItems: maxTags,
  items: { minLength: tagLength.min, maxLength: tagLength.max, pattern: oneLine }
}

export class StoryUsageDto {
  @storyFields.promptTokens
  readonly promptTokens!: number

  @storyFields.completionTokens
  readonly completionTokens!: number

  @storyFields.totalTokens
  readonly totalTokens!: number
}

/** The body that Kuybi's create-story form posts, ready to send. */
export class StoryDraftDto implements KuybiDraft {
  @TextField({
    description: 'Title of the story.',
    minLength: draftTitleLength.min,
    maxLength: draftTitleLength.max,
    pattern: oneLine
  })
  readonly title!: string

  @TextField({
    description: 'The content, shortened to full sentences within the limit of Kuybi.',
    minLength: draftDetailsLength.min,
    maxLength: draftDetailsLength.max,
    pattern: plainText
  })
  readonly details!: string

  @ChoiceField({ description: 'Kuybi’s type of this item.', choices: ['STORY'] })
  readonly type!: 'STORY'

  @ChoiceField({ description: 'Kuybi’s default priority.', choices: ['NORMAL'] })
  readonly priority!: 'NORMAL'

  @ChoiceField({
    description: 'A draft: a person reviews it before publication.',
    choices: ['DRAFT']
  })
  readonly status!: 'DRAFT'

  @TextListField({ description: 'Tags of the story.', ...tags })
  readonly tags!: readonly string[]
}

/** A story, as every route except `/generate` returns it. */
export class StoryDto {
  static readonly examples: Readonly<Record<'short', StoryDto>> = { short: storyExample() }

  @storyFields.id
  readonly id!: string

  @UuidField({
    description:
      'The story that this one is a revision of, which may have been deleted; null for a story of its own.',
    nullable: true
  })
  readonly parentId!: string | null

  @ObjectField({
    description: 'How it was made of its parent; null for a story of its own.',
    nullable: true,
    type: () => RevisionDto
  })
  readonly revision!: RevisionDto | null

  @storyFields.title
  readonly title!: string

  @storyFields.content
  readonly content!: string

  @storyFields.contentSha256
  readonly contentSha256!: string

  @storyFields.aiGenerated
  readonly aiGenerated!: true

  @storyFields.digitalSourceType
  readonly digitalSourceType!: typeof aiMark.digitalSourceType

  @TextField({
    description: 'Requested language, a BCP 47 tag.',
    minLength: 2,
    maxLength: maxLanguageLength,
    pattern: languageTag
  })
  readonly language!: string

  @ChoiceField({ description: 'Requested audience.', choices: audiences })
  readonly audience!: Audience

  @TextField({ description: 'Requested genre.', minLength: 1, maxLength: 50, pattern: notBlank })
  readonly genre!: string

  @ChoiceField({ description: 'Requested tone.', choices: tones })
  readonly tone!: Tone

  @TextListField({ description: 'Requested keywords, in their order.', ...storedKeywords })
  readonly keywords!: readonly string[]

  @storyFields.keywordsUsed
  readonly keywordsUsed!: readonly string[]

  @storyFields.keywordsUnconfirmed
  readonly keywordsUnconfirmed!: readonly string[]

  @storyFields.keywordsMissing
  readonly keywordsMissing!: readonly string[]

  @storyFields.wordCount
  readonly wordCount!: number

  @storyFields.lacks
  readonly lacks!: readonly Lack[]

  @ObjectField({
    description: 'What was verified, with its evidence; null for stories that were written before.',
    nullable: true,
    type: () => StoryChecksDto
  })
  readonly checks!: StoryChecksDto | null

  @ObjectField({
    description:
      'Measures of the content, computed after the story is delivered; null until then, and for stories whose indicators are not computed. Only with `include=indicators`, and in exports.',
    optional: true,
    nullable: true,
    type: () => StoryIndicatorsDto
  })
  readonly indicators?: StoryIndicatorsDto | null

  @TextField({
    description: 'Summary in one paragraph.',
    maxLength: 500,
    pattern: oneLine
  })
  readonly summary!: string

  @TextListField({ description: 'Keywords used, and a few tags of the model.', ...tags })
  readonly tags!: readonly string[]

  @storyFields.model
  readonly model!: string

  @storyFields.cached
  readonly cached!: boolean

  @storyFields.budgetLimited
  readonly budgetLimited!: boolean

  @ObjectField({
    description: 'Tokens of the whole generation, repair included.',
    type: () => StoryUsageDto
  })
  readonly usage!: StoryUsageDto

  @storyFields.cost
  readonly costUsd!: number

  @TimeField({ description: 'Time of creation.' })
  readonly createdAt!: string

  @ObjectField({ description: 'Body for Kuybi’s create-story form.', type: () => StoryDraftDto })
  readonly draft!: StoryDraftDto

  @FlagField({
    description:
      'Whether the draft holds only the beginning, because the content is longer than Kuybi’s limit.'
  })
  readonly draftTruncated!: boolean

  /** For callers that ask for them: a plain story is equal to its first response, and keeps its ETag. */
  static withIndicators(story: Story): StoryDto {
    return Object.assign(StoryDto.from(story), { indicators: story.indicators ?? null })
  }

  static from(story: Story): StoryDto {
    const { promptTokens, completionTokens, totalTokens, costUsd } = story.charges
    return {
      id: story.id,
      parentId: story.parentId,
      revision: story.revision,
      title: story.title,
      content: story.content,
      contentSha256: sha256(story.content),
      ...aiMark,
      language: story.language,
      audience: story.audience,
      genre: story.genre,
      tone: story.tone,
      keywords: story.keywords,
      keywordsUsed: story.keywordsUsed,
      keywordsUnconfirmed: story.keywordsUnconfirmed,
      keywordsMissing: story.keywordsMissing,
      wordCount: story.wordCount,
      lacks: story.lacks,
      checks: story.checks,
      summary: story.summary,
      tags: story.tags,
      model: story.model,
      cached: story.cached,
      budgetLimited: story.budgetLimited,
      usage: { promptTokens, completionTokens, totalTokens },
      costUsd,
      createdAt: story.createdAt.toISOString(),
      ...toKuybiDraft(story)
    }
  }
}

/** A story of the simulated model. */
function storyExample(): StoryDto {
  const title = 'In Search of the Golden Acorn'
  const details =
    'The story of the Golden Acorn began, as arguments in Plumford usually did, at the well at the end of the world. There are wishes that shout and wishes that wait, and the Golden Acorn was of the second kind. Something about the fox reminded Juno of Plumford.\n\nNews travelled faster than they did. Everything came down to one narrow ledge, one rope, and one choice. Everything in Plumford seemed to begin and end with the lantern. They still tell it in Plumford, though nobody tells it quite the same way.'
  const storyTags = ['fox', 'lantern', 'fairy tale']
  return {
    id: '3f0c2a52-7a0e-4d0b-9a3e-0c4b1f6f2d11',
    parentId: null,
    revision: null,
    title,
    content: details,
    contentSha256: sha256(details),
    ...aiMark,
    language: 'en',
    audience: 'general',
    genre: 'fairy tale',
    tone: 'neutral',
    keywords: ['fox', 'lantern'],
    keywordsUsed: ['fox', 'lantern'],
    keywordsUnconfirmed: [],
    keywordsMissing: [],
    wordCount: 91,
    lacks: [],
    checks: checksExample(),
    summary:
      'Juno and Leander leave Plumford to find the Golden Acorn before the Winter Stepmother does.',
    tags: storyTags,
    model: 'gpt-6-luna',
    cached: false,
    budgetLimited: false,
    usage: { promptTokens: 276, completionTokens: 163, totalTokens: 439 },
    costUsd: 0.0001091,
    createdAt: '2026-11-20T12:00:00.000Z',
    draft: {
      title,
      details,
      type: 'STORY',
      priority: 'NORMAL',
      status: 'DRAFT',
      tags: storyTags
    },
    draftTruncated: false
  }
}

function checksExample(): StoryChecksDto {
  return {
    keywords: [
      { keyword: 'fox', result: 'used', form: 'fox', at: [227], evidence: 'exact' },
      { keyword: 'lantern', result: 'used', form: 'lantern', at: [420], evidence: 'exact' }
    ],
    length: { passed: true, unit: 'words', count: 91, min: 60, max: 100, words: 91 },
    language: {
      passed: true,
      asked: 'en',
      content: 'as_asked',
      summary: 'as_asked',
      title: 'unsure',
      tags: 'unsure'
    },
    ending: { passed: true, sentenceEnds: true, quotesClosed: true },
    repetition: { passed: true }
  }
}

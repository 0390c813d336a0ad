import {
  ChoiceField,
  FlagField,
  IntegerField,
  ListField,
  NumberField,
  ObjectField,
  TextField,
  TextListField,
  TimeField,
  UuidField
} from '#core/http/openapi/decorators/field.decorators.js'
import { notBlank, oneLine, plainText } from '#core/http/openapi/decorators/patterns.js'
import { JobErrorDto } from '#modules/jobs/http/dto/job.dto.js'
import { aiMark } from '#modules/stories/domain/story.js'
import {
  audiences,
  tones,
  type Audience,
  type Tone
} from '#modules/stories/domain/story-request.js'
import { storedKeywords, storyFields } from '#modules/stories/http/dto/story-fields.js'
import {
  bookStates,
  costOf,
  errorOf,
  isWriting,
  lengthOf,
  stateOf,
  type Book,
  type BookSection,
  type BookState
} from '../../domain/book.js'
import { contradictionKinds } from '../../contradictions/claims.js'
import type { Contradiction, Quote } from '../../contradictions/find-contradictions.js'
import { partsOf } from '../../domain/word-budget.js'
import { planLimits } from '../../plan/read-plan.js'
import { CodexEntryDto, OutlineEntryDto } from './book-parts.dto.js'
import { bookExample } from './book-example.js'

const numbers = { min: 0, max: 1_000_000 }

/** A section that is written. */
export class BookSectionDto {
  @IntegerField({ description: 'Number of the section, from 1.', ...numbers })
  readonly number!: number

  @UuidField({ description: 'The story that it was generated as.' })
  readonly storyId!: string

  @TextField({ description: 'Title: one line of plain text.', maxLength: 200, pattern: oneLine })
  readonly title!: string

  @TextField({
    description: 'Plain text, with a blank line between paragraphs.',
    maxLength: 1_000_000,
    pattern: plainText
  })
  readonly content!: string

  @IntegerField({
    description: 'Length: words, or characters in Chinese, Japanese and Thai.',
    ...numbers
  })
  readonly words!: number

  @FlagField({ description: 'Whether the owner has changed it.' })
  readonly edited!: boolean

  static from({ number, storyId, title, content, count, edited }: BookSection): BookSectionDto {
    return { number, storyId, title, content, words: count, edited }
  }
}

class QuoteDto implements Quote {
  @IntegerField({ description: 'Number of the section; 0 is the codex.', ...numbers })
  readonly section!: number

  @TextField({ description: 'The sentence.', maxLength: 400, pattern: plainText })
  readonly quote!: string
}

class ContradictionDto implements Contradiction {
  @ChoiceField({ description: 'What the statements are about.', choices: contradictionKinds })
  readonly kind!: Contradiction['kind']

  @ObjectField({ description: 'The earlier statement.', type: () => QuoteDto })
  readonly first!: QuoteDto

  @ObjectField({ description: 'The statement that contradicts it.', type: () => QuoteDto })
  readonly second!: QuoteDto
}

class BookProgressDto {
  @IntegerField({ description: 'Sections that are written.', ...numbers })
  readonly sections!: number

  @IntegerField({
    description: 'Sections that are planned. More or fewer are written if their lengths deviate.',
    ...numbers
  })
  readonly plannedSections!: number

  @IntegerField({ description: 'Length of what is written.', ...numbers })
  readonly words!: number

  @IntegerField({ description: 'Length that was asked for.', ...numbers })
  readonly wordsTotal!: number

  @FlagField({ description: 'Whether a step is being written, or waits to be.' })
  readonly writing!: boolean
}

/** A book, as its owner sees it. */
export class BookDto {
  static readonly examples: Readonly<Record<string, BookDto>> = { book: bookExample }

  @UuidField({ description: 'Book id (UUID).' })
  readonly id!: string

  @ChoiceField({
    description:
      'running: steps are written one after the other. paused: none follows the one that is being written. failed: the last step failed. cancelled: its job was cancelled. All but completed can be resumed.',
    choices: bookStates
  })
  readonly state!: BookState

  @TextField({
    description: 'Title; null until the book is planned.',
    maxLength: planLimits.title,
    pattern: oneLine,
    nullable: true
  })
  readonly title!: string | null

  @TextListField({ description: 'Keywords, as requested.', ...storedKeywords })
  readonly keywords!: readonly string[]

  @TextField({ description: 'Genre, as requested.', maxLength: 50, pattern: notBlank })
  readonly genre!: string

  @ChoiceField({ description: 'Tone.', choices: tones })
  readonly tone!: Tone

  @TextField({ description: 'Language, a BCP 47 tag.', maxLength: 35, pattern: oneLine })
  readonly language!: string

  @ChoiceField({ description: 'Audience.', choices: audiences })
  readonly audience!: Audience

  @ListField({
    description: 'What happens in its parts; empty until the book is planned.',
    of: OutlineEntryDto,
    maxItems: planLimits.entries
  })
  readonly outline!: readonly OutlineEntryDto[]

  @ListField({
    description: 'People, places and objects with their facts.',
    of: CodexEntryDto,
    maxItems: planLimits.entries
  })
  readonly codex!: readonly CodexEntryDto[]

  @ListField({ description: 'The sections that are written.', of: BookSectionDto, maxItems: 100 })
  readonly sections!: readonly BookSectionDto[]

  @ListField({
    description:
      'Statements of the sections that contradict the codex or an earlier section: names, ages, numbers, days of the week, who is dead. Found by rules, in English only.',
    of: ContradictionDto,
    maxItems: 50
  })
  readonly contradictions!: readonly ContradictionDto[]

  @ObjectField({ description: 'How far it is.', type: () => BookProgressDto })
  readonly progress!: BookProgressDto

  @NumberField({
    description: 'Cost of outline, codex and sections until now in US dollars.',
    min: 0,
    max: 10_000
  })
  readonly costUsd!: number

  @ObjectField({
    description: 'Why the last step failed; null if it did not.',
    type: () => JobErrorDto,
    nullable: true
  })
  readonly error!: JobErrorDto | null

  @storyFields.aiGenerated
  readonly aiGenerated!: true

  @storyFields.digitalSourceType
  readonly digitalSourceType!: typeof aiMark.digitalSourceType

  @TimeField({ description: 'Creation.' })
  readonly createdAt!: string

  @TimeField({ description: 'The last change, also by a step.' })
  readonly updatedAt!: string

  static from(book: Book): BookDto {
    const { id, request, plan, sections } = book
    const { keywords, genre, tone, language, audience, words } = request
    return {
      id,
      state: stateOf(book),
      title: plan?.title ?? null,
      keywords,
      genre,
      tone,
      language,
      audience,
      outline: plan?.outline ?? [],
      codex: plan?.codex ?? [],
      sections: sections.map(section => BookSectionDto.from(section)),
      contradictions: book.contradictions,
      progress: {
        sections: sections.length,
        plannedSections: Math.max(sections.length, partsOf(words.max)),
        words: lengthOf(book),
        wordsTotal: words.max,
        writing: isWriting(book)
      },
      costUsd: costOf(book),
      error: errorOf(book),
      ...aiMark,
      createdAt: book.createdAt.toISOString(),
      updatedAt: book.updatedAt.toISOString()
    }
  }
}

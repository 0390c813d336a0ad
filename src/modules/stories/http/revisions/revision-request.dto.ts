import { applyDecorators } from '@nestjs/common'
import { Transform } from 'class-transformer'
import { ValidateIf } from 'class-validator'
import {
  Checked,
  choiceRule,
  lengthRule,
  notOfType,
  wholeNumberRule,
  type FieldRule
} from '#core/http/dto/field-rule.js'
import {
  ChoiceField,
  IntegerField,
  TextField
} from '#core/http/openapi/decorators/field.decorators.js'
import { anyText, notBlank } from '#core/http/openapi/decorators/patterns.js'
import { cleanInput } from '#modules/stories/domain/clean-input.js'
import { revisionKinds, type RevisionKind } from '#modules/stories/domain/revisions/revision.js'
import {
  audiences,
  tones,
  type Audience,
  type Tone
} from '#modules/stories/domain/story-request.js'
import {
  defaultAddedWords,
  type RevisionChange
} from '#modules/stories/revisions/revision-request.js'

const offsets = { min: 0, max: 1_000_000 }
const words = { min: 50, max: 2000 }
const instructionLength = { min: 3, max: 500 }
const titleLength = { min: 3, max: 200 }
const maxQuote = 20_000

type Body = Readonly<Record<string, unknown>>

/** A field that some kinds take, and which of them need it. */
function ForKinds(
  kinds: readonly RevisionKind[],
  rule: FieldRule,
  isNeeded: (body: Body) => boolean = () => false
): PropertyDecorator {
  const isTaken = (body: Body): boolean =>
    kinds.some(kind => kind === body['kind']) || !revisionKinds.some(kind => kind === body['kind'])
  const message = `is not for this kind of revision; it is for ${kinds.join(', ')}`
  return (target, property) =>
    applyDecorators(
      ValidateIf((body: Body) => body[String(property)] !== undefined || isNeeded(body)),
      Checked('ofKind', (value, body) =>
        isTaken(body) ? rule(value, body) : [{ rule: 'conflict', message }]
      )
    )(target, property)
}

function textRule(bounds: { readonly min: number; readonly max: number }): FieldRule {
  return value =>
    typeof value === 'string'
      ? lengthRule(cleanInput(value), bounds)
      : [notOfType(value, `text of ${bounds.min} to ${bounds.max} characters is needed`)]
}

function clean({ value }: { readonly value: unknown }): unknown {
  return typeof value === 'string' ? cleanInput(value) : value
}

const quoteRule: FieldRule = (value, body) => {
  if (typeof value !== 'string') return [notOfType(value, 'text of the story is needed')]
  const isTwice = body['start'] !== undefined || body['end'] !== undefined
  if (isTwice) return [{ rule: 'conflict', message: 'excludes start and end' }]
  return lengthRule(value, { min: 1, max: maxQuote })
}

const isOf =
  (...kinds: readonly RevisionKind[]) =>
  (body: Body): boolean =>
    kinds.some(kind => kind === body['kind'])
const needsOffset = (body: Body): boolean =>
  body['kind'] === 'rewrite' && body['quote'] === undefined

/** The body of `POST /stories/:id/revisions`. */
export class RevisionRequestDto implements RevisionChange {
  static readonly examples = {
    passage: {
      kind: 'rewrite',
      quote: 'News travelled faster than they did.',
      instruction: 'Let it rain.'
    },
    offsets: { kind: 'rewrite', start: 0, end: 120 },
    continue: { kind: 'continue', words: 200 },
    lengthen: { kind: 'lengthen', words: 300 },
    shorten: { kind: 'shorten', words: 60 },
    simplify: { kind: 'simplify', audience: 'children' },
    tone: { kind: 'tone', tone: 'humorous' },
    titles: { kind: 'title' },
    another: { kind: 'regenerate' },
    instruction: { kind: 'instruction', instruction: 'Let the fox be the narrator.' }
  } as const satisfies Record<string, RevisionChange>

  @ChoiceField({
    description:
      'rewrite: a passage. continue: text after the end. lengthen, shorten: the whole story, to a number of words. simplify: for an audience. tone: in another tone. title: three proposals. regenerate: another story for the same request. instruction: what the text asks for.',
    choices: revisionKinds
  })
  @Checked('choice', choiceRule(revisionKinds))
  readonly kind!: RevisionKind

  @IntegerField({
    description: 'rewrite: where the passage starts in the content, in UTF-16 code units.',
    optional: true,
    ...offsets
  })
  @ForKinds(['rewrite'], wholeNumberRule(offsets), needsOffset)
  readonly start?: number

  @IntegerField({
    description: 'rewrite: where the passage ends, exclusive.',
    optional: true,
    ...offsets
  })
  @ForKinds(['rewrite'], wholeNumberRule(offsets), needsOffset)
  readonly end?: number

  @TextField({
    description:
      'rewrite, in place of start and end: the passage, exactly as it is in the content, where it must occur once.',
    optional: true,
    minLength: 1,
    maxLength: maxQuote,
    pattern: anyText
  })
  @ForKinds(['rewrite'], quoteRule)
  readonly quote?: string

  @IntegerField({
    description: `continue: words to add, ${defaultAddedWords} by default. lengthen, shorten: words of the new version; needed.`,
    optional: true,
    ...words
  })
  @ForKinds(
    ['continue', 'lengthen', 'shorten'],
    wholeNumberRule({ ...words, of: 'words' }),
    isOf('lengthen', 'shorten')
  )
  readonly words?: number

  @ChoiceField({ description: 'tone: the new tone; needed.', optional: true, choices: tones })
  @ForKinds(['tone'], choiceRule(tones), isOf('tone'))
  readonly tone?: Tone

  @ChoiceField({
    description: 'simplify: the audience; children by default.',
    optional: true,
    choices: audiences
  })
  @ForKinds(['simplify'], choiceRule(audiences))
  readonly audience?: Audience

  @TextField({
    description:
      'instruction: what to change; needed. rewrite: what the passage should say. It is moderated as keywords are.',
    optional: true,
    minLength: instructionLength.min,
    maxLength: instructionLength.max,
    pattern: notBlank
  })
  @Transform(clean)
  @ForKinds(['instruction', 'rewrite'], textRule(instructionLength), isOf('instruction'))
  readonly instruction?: string

  @TextField({
    description:
      'title: one of `revision.titles` of this story. It makes that one the title, without a call of the model.',
    optional: true,
    minLength: titleLength.min,
    maxLength: titleLength.max,
    pattern: notBlank
  })
  @Transform(clean)
  @ForKinds(['title'], textRule(titleLength))
  readonly title?: string
}

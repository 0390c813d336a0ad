import { JsonScanner } from './json/json-scanner.js'
import { LeadText } from './lead-text.js'
import { MarkupFilter } from './markup-filter.js'
import { MojibakeRepair } from './mojibake.js'
import { readProse } from './read-prose.js'
import { StoryCollector } from './story-collector.js'
import type { StoryFields } from './story-fields.js'

/** The next piece of the story's title or content, as the model wrote it. */
export interface AnswerPiece {
  readonly field: 'title' | 'content'
  readonly text: string
}

/** The story of an answer as the model wrote it, including Markdown. */
export interface AnsweredStory {
  readonly title: string
  readonly content: string
  /** Empty if the answer has none. */
  readonly summary: string
  readonly tags: readonly string[]
  /** Forms of keywords, such as "fox: foxes"; empty if the answer has none. */
  readonly forms: readonly string[]
  /**
   * - `object`: the JSON object has ended.
   * - `content`: the content has ended, but its object is incomplete.
   * - `cut`: the content is incomplete.
   * - `prose`: the answer is not JSON; only the finish reason shows whether it is complete.
   */
  readonly end: 'object' | 'content' | 'cut' | 'prose'
}

export interface AnswerEnd {
  readonly pieces: readonly AnswerPiece[]
  /** Undefined if the answer contains no story. */
  readonly story: AnsweredStory | undefined
}

/** Longer answers are not read, in UTF-16 code units. */
const maxAnswer = 4 * 1024 * 1024

/** Above the longest story that can be requested in any language. */
const maxContent = 256 * 1024

/** Content shorter than this is a placeholder such as "..." or "Draft one, to be thrown away." */
const minContent = 64

/**
 * Reads a model's answer incrementally; a buffered answer is pushed in one piece. The result does not
 * depend on how the text is split. The concatenated pieces of title and content are the story's title
 * and content.
 *
 * Pieces are emitted as soon as the object is certain to be the story: the answer begins with it (or
 * with a code fence or a block of reasoning), its title has ended and its content is longer than a
 * placeholder. Text after the object is then ignored. If text precedes the object, the answer is
 * buffered to its end, because the text may be reasoning and the object a draft; the story is then the
 * last complete object with title and content.
 */
export class AnswerReader {
  private readonly mojibake = new MojibakeRepair()
  private readonly filter = new MarkupFilter({
    text: piece => this.scanner.push(piece),
    reasoningEnded: wasOpened => this.reasoningEnded(wasOpened)
  })
  private readonly collector = new StoryCollector({
    outside: text => this.outside(text),
    objectStart: () => this.objectStart(),
    abandoned: () => this.abandoned(),
    contentAdded: (fields, piece) => this.contentAdded(fields, piece),
    ended: fields => this.ended(fields)
  })
  private readonly scanner = new JsonScanner(this.collector)
  private readonly lead = new LeadText()
  private length = 0
  private prose = ''
  /** Whether pieces of the current object may be emitted: no text and no other object precede it. */
  private mayFlow = false
  private hasObject = false
  /** The fields of the story after its first piece has been emitted. */
  private emitted: StoryFields | undefined
  private lastComplete: StoryFields | undefined
  private lastPlaceholder: StoryFields | undefined
  private longestContent = 0
  private pieces: AnswerPiece[] = []

  /** Whether the content is longer than any story, so that reading can stop. */
  get isTooLong(): boolean {
    return this.longestContent > maxContent
  }

  /** Whether the story has ended, so that reading can stop. */
  get isComplete(): boolean {
    return this.emitted?.isComplete === true
  }

  push(chunk: string): readonly AnswerPiece[] {
    this.pieces = []
    const rest = chunk.slice(0, maxAnswer - this.length)
    this.length += rest.length
    if (!this.isComplete && !this.isTooLong) this.filter.push(this.mojibake.push(rest))
    return this.pieces
  }

  /** Ends the answer and decides about buffered text. */
  end(): AnswerEnd {
    this.pieces = []
    if (!this.isComplete) {
      this.filter.push(this.mojibake.end())
      this.filter.end()
      this.scanner.end()
    }
    const fields = this.chosen()
    if (fields === undefined) return this.endAsProse()
    if (this.emitted === undefined) this.emitAll(fields)
    return { pieces: this.pieces, story: toStory(fields) }
  }

  private chosen(): StoryFields | undefined {
    const { unfinished } = this.collector
    return this.emitted ?? this.lastComplete ?? unfinished ?? this.lastPlaceholder
  }

  private endAsProse(): AnswerEnd {
    const story = this.hasObject ? undefined : readProse(this.prose)
    if (story === undefined) return { pieces: [], story: undefined }
    this.emitAll(story)
    return {
      pieces: this.pieces,
      story: { ...story, summary: '', tags: [], forms: [], end: 'prose' }
    }
  }

  /** The answer begins after the reasoning. Without an opening tag all text before it was reasoning. */
  private reasoningEnded(wasOpened: boolean): void {
    if (this.emitted !== undefined || (wasOpened && this.scanner.isInObject)) return
    if (!wasOpened) {
      this.scanner.reset()
      this.collector.reset()
      this.lastComplete = undefined
      this.lastPlaceholder = undefined
    }
    this.lead.reset()
    this.prose = ''
    this.hasObject = false
  }

  private outside(text: string): void {
    this.lead.push(text)
    if (!this.hasObject) this.prose += text
  }

  private objectStart(): void {
    this.mayFlow = !this.hasObject && this.lead.isBare
    this.hasObject = true
  }

  /** The object was not one: its brace belongs to the text before the real object. */
  private abandoned(): void {
    this.lead.push('{')
    this.hasObject = false
  }

  private contentAdded(fields: StoryFields, piece: string): void {
    this.longestContent = Math.max(this.longestContent, fields.content.length)
    if (this.emitted === fields) this.emit('content', piece)
    else this.beginEmitting(fields)
  }

  private ended(fields: StoryFields): void {
    if (fields.isComplete && fields.isStory) {
      if (fields.content.length < minContent) this.lastPlaceholder = fields
      else this.lastComplete = fields
    } else this.beginEmitting(fields)
  }

  private beginEmitting(fields: StoryFields): void {
    if (!this.mayFlow || this.emitted !== undefined) return
    if (!fields.isStory || fields.content.length < minContent) return
    this.emitted = fields
    this.emitAll(fields)
  }

  private emitAll({ title, content }: { readonly title: string; readonly content: string }): void {
    this.emit('title', title)
    this.emit('content', content)
  }

  private emit(field: AnswerPiece['field'], text: string): void {
    const last = this.pieces.at(-1)
    if (last?.field === field)
      this.pieces[this.pieces.length - 1] = { field, text: last.text + text }
    else this.pieces.push({ field, text })
  }
}

function toStory({ title, content, summary, tags, forms, ...fields }: StoryFields): AnsweredStory {
  const end = fields.isComplete ? 'object' : fields.hasContent ? 'content' : 'cut'
  return { title, content, summary, tags, forms, end }
}

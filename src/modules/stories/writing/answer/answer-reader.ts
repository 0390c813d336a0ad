import { JsonScanner } from './json-scanner.js'
import { LeadText } from './lead-text.js'
import { MarkupFilter } from './markup-filter.js'
import { readProse } from './read-prose.js'
import { StoryCollector } from './story-collector.js'
import type { StoryFields } from './story-fields.js'

/** A further piece of the story's title or content, as the model wrote it. */
export interface AnswerPiece {
  readonly field: 'title' | 'content'
  readonly text: string
}

/** The story of an answer, as the model wrote it: Markdown and all. */
export interface AnsweredStory {
  readonly title: string
  readonly content: string
  /** Empty where the model gave none. */
  readonly summary: string
  readonly tags: readonly string[]
  /**
   * - `object`: the JSON object has ended.
   * - `content`: the content has ended, the object around it has not.
   * - `cut`: the content itself breaks off.
   * - `prose`: no JSON at all; only the way in which the model stopped tells whether it is whole.
   */
  readonly end: 'object' | 'content' | 'cut' | 'prose'
}

export interface AnswerEnd {
  readonly pieces: readonly AnswerPiece[]
  /** Undefined when the answer holds no story. */
  readonly story: AnsweredStory | undefined
}

/** Nothing longer is read, in UTF-16 code units. */
const maxAnswer = 4 * 1024 * 1024

/** Content shorter than this is a placeholder such as "..." or "Draft one, to be thrown away." */
const minContent = 64

/**
 * Reads a model's answer while it comes, for both entry points: a buffered answer is pushed in one
 * piece. For the same text, however it is split, story and pieces are the same; the pieces of title
 * and content, joined, are those of the story.
 *
 * Pieces flow once the answer cannot mean anything else: it begins with the object (in a code fence,
 * after a block of reasoning), its title has ended and its content is more than a placeholder. From
 * then on it is the story, whatever follows. An answer with words before the object is held until it
 * ends: the words may be reasoning, and the object a draft. Then the last complete object with title
 * and content is the story.
 */
export class AnswerReader {
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
  /** Whether the object being read is the first since the answer proper began, and is all it says. */
  private mayFlow = false
  private hasObject = false
  /** The story, once pieces of it have been emitted. */
  private emitted: StoryFields | undefined
  private lastComplete: StoryFields | undefined
  private lastPlaceholder: StoryFields | undefined
  private pieces: AnswerPiece[] = []

  /** Whether the story has ended; what follows is not read. */
  get isComplete(): boolean {
    return this.emitted?.isComplete === true
  }

  push(chunk: string): readonly AnswerPiece[] {
    this.pieces = []
    const rest = chunk.slice(0, maxAnswer - this.length)
    this.length += rest.length
    if (!this.isComplete) this.filter.push(rest)
    return this.pieces
  }

  /** The answer has ended: what was held is decided. */
  end(): AnswerEnd {
    this.pieces = []
    if (!this.isComplete) {
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
    return { pieces: this.pieces, story: { ...story, summary: '', tags: [], end: 'prose' } }
  }

  /** After reasoning the answer proper begins. Without an opening tag all before it was reasoning. */
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

  /** A brace was part of the words before the object. */
  private abandoned(): void {
    this.lead.push('{')
    this.hasObject = false
  }

  private contentAdded(fields: StoryFields, piece: string): void {
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

function toStory({ title, content, summary, tags, ...fields }: StoryFields): AnsweredStory {
  const end = fields.isComplete ? 'object' : fields.hasContent ? 'content' : 'cut'
  return { title, content, summary, tags, end }
}

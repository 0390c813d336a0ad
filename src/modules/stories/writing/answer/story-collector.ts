import type { JsonHandler } from './json/json-scanner.js'
import { StoryFields } from './story-fields.js'

/** Receives the objects that may be the story, while they are read. */
export interface StoryObserver {
  outside(text: string): void
  /** The outermost object begins. */
  objectStart(): void
  /** The text was not an object after all. */
  abandoned(): void
  contentAdded(fields: StoryFields, piece: string): void
  /** Title, content or the object itself have ended. */
  ended(fields: StoryFields): void
}

/** An object, or an array that is the value of one of its keys. */
interface Level {
  readonly fields: StoryFields
  readonly isArray: boolean
  key: string
}

/**
 * Collects title, content, summary, tags and forms of each object that the scanner finds, nested ones too.
 * Keys may be in any letter case, and content may be a list of paragraphs.
 */
export class StoryCollector implements JsonHandler {
  private levels: Level[] = []
  /** Whether the next piece is the first of a string. */
  private isStringStart = true

  constructor(private readonly observer: StoryObserver) {}

  /** The innermost open object that may be the story. */
  get unfinished(): StoryFields | undefined {
    return this.levels.findLast(({ isArray, fields }) => !isArray && fields.isStory)?.fields
  }

  outside(text: string): void {
    this.observer.outside(text)
  }

  objectStart(): void {
    if (this.levels.length === 0) this.observer.objectStart()
    this.levels.push({ fields: new StoryFields(), isArray: false, key: '' })
  }

  objectEnd(): void {
    const fields = this.levels.pop()?.fields
    if (fields === undefined) return
    fields.isComplete = true
    this.observer.ended(fields)
  }

  arrayStart(): void {
    const parent = this.levels.at(-1)
    // Only a list that is itself the value of a key holds paragraphs, tags or forms.
    const key = parent?.isArray === false ? parent.key : ''
    this.levels.push({ fields: parent?.fields ?? new StoryFields(), isArray: true, key })
  }

  arrayEnd(): void {
    const level = this.levels.pop()
    if (level?.key !== 'content') return
    level.fields.endContent()
    this.observer.ended(level.fields)
  }

  key(name: string): void {
    const level = this.levels.at(-1)
    if (level !== undefined) level.key = name.trim().toLowerCase()
  }

  text(piece: string): void {
    const isStart = this.isStringStart
    this.isStringStart = false
    const level = this.levels.at(-1)
    if (level === undefined) return
    const { fields, isArray, key } = level
    if (key === 'content') {
      const added = fields.addContent(piece, isArray && isStart)
      if (added !== '') this.observer.contentAdded(fields, added)
    } else if (key === 'tags' || key === 'forms') fields.addItem(key, piece, isStart)
    else if (key === 'title' && !isArray) fields.addTitle(piece)
    else if (key === 'summary' && !isArray) fields.addSummary(piece)
  }

  textEnd(): void {
    this.isStringStart = true
    const level = this.levels.at(-1)
    if (level === undefined || level.isArray) return
    const { fields, key } = level
    if (key === 'title') fields.endTitle()
    else if (key === 'content') fields.endContent()
    else if (key === 'summary') fields.endSummary()
    this.observer.ended(fields)
  }

  abandoned(): void {
    this.reset()
    this.observer.abandoned()
  }

  reset(): void {
    this.levels = []
    this.isStringStart = true
  }
}

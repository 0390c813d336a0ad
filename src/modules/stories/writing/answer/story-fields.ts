/** Longer texts are cut before they are processed. UTF-16 code units. */
const maxTitle = 2_000
const maxSummary = 10_000
const maxItem = 500
const maxItems = 50

const paragraphBreak = '\n\n'

/** The fields of an object that may be the story. The first value of a repeated key counts. */
export class StoryFields {
  title = ''
  content = ''
  summary = ''
  readonly tags: string[] = []
  /** Forms of keywords that the model says it used, such as "fox: foxes". */
  readonly forms: string[] = []
  /** Whether the title has ended and is not empty. */
  hasTitle = false
  /** Whether the content, or its list of paragraphs, has ended and is not empty. */
  hasContent = false
  hasSummary = false
  /** Whether the object has ended. */
  isComplete = false
  private hasProse = false

  /** Whether there is a title and some content. */
  get isStory(): boolean {
    return this.hasTitle && this.hasProse
  }

  addTitle(piece: string): void {
    if (!this.hasTitle) this.title = append(this.title, piece, maxTitle)
  }

  endTitle(): void {
    this.hasTitle = this.title.trim() !== ''
  }

  /** Returns the text that was appended to the content. */
  addContent(piece: string, isNewParagraph: boolean): string {
    if (this.hasContent) return ''
    const text = isNewParagraph && this.hasProse ? paragraphBreak + piece : piece
    this.content += text
    this.hasProse ||= /\S/.test(piece)
    return text
  }

  endContent(): void {
    this.hasContent = this.hasProse
  }

  addSummary(piece: string): void {
    if (!this.hasSummary) this.summary = append(this.summary, piece, maxSummary)
  }

  endSummary(): void {
    this.hasSummary = true
  }

  /** Adds text to the last item of a list, or begins a new item. */
  addItem(list: 'tags' | 'forms', piece: string, isNew: boolean): void {
    const items = this[list]
    const begun = isNew && items.length < maxItems ? '' : (items.pop() ?? '')
    items.push(append(begun, piece, maxItem))
  }
}

/** However a text is split into pieces, it is cut at the same place. */
function append(text: string, piece: string, maxLength: number): string {
  return text.length < maxLength ? text + piece.slice(0, maxLength - text.length) : text
}

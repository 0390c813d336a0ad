/** Longer texts are cut before they are processed. UTF-16 code units. */
const maxTitle = 2_000
const maxSummary = 10_000
const maxTag = 500
const maxTags = 50

const paragraphBreak = '\n\n'

/** The fields of an object that may be the story. The first value of a repeated key counts. */
export class StoryFields {
  title = ''
  content = ''
  summary = ''
  readonly tags: string[] = []
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

  addTag(piece: string, isNewTag: boolean): void {
    const begun = isNewTag && this.tags.length < maxTags ? '' : (this.tags.pop() ?? '')
    this.tags.push(append(begun, piece, maxTag))
  }
}

/** However a text is split into pieces, it is cut at the same place. */
function append(text: string, piece: string, maxLength: number): string {
  return text.length < maxLength ? text + piece.slice(0, maxLength - text.length) : text
}

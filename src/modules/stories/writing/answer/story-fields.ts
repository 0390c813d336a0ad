/** Longer ones are cut before anything looks at them, in UTF-16 code units. */
const maxTitle = 2_000
const maxSummary = 10_000
const maxTag = 500
const maxTags = 50

const paragraphBreak = '\n\n'

/** The texts of one object that may be the story, as they come. Of a repeated key the first counts. */
export class StoryFields {
  title = ''
  content = ''
  summary = ''
  readonly tags: string[] = []
  /** Whether the title's string has ended, with something in it. */
  hasTitle = false
  /** Whether the content's string, or list of paragraphs, has ended, with something in it. */
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
    if (!this.hasTitle && this.title.length < maxTitle) this.title += piece
  }

  endTitle(): void {
    this.hasTitle = this.title.trim() !== ''
  }

  /** Returns what the content has grown by. */
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
    if (!this.hasSummary && this.summary.length < maxSummary) this.summary += piece
  }

  endSummary(): void {
    this.hasSummary = true
  }

  addTag(piece: string, isNewTag: boolean): void {
    if (isNewTag && this.tags.length < maxTags) this.tags.push(piece)
    else {
      const last = this.tags.pop() ?? ''
      this.tags.push(last.length < maxTag ? last + piece : last)
    }
  }
}

/** Longer than any opening of a code fence. */
const maxBareLead = 40

/** A code fence with the name of its language, a list's bracket, the quotation mark of a string. */
const bareLead = /^(?:(?:`{3,}|~{3,}) {0,4}\w{0,12}|json\w{0,2})?["[\s]*$/i

/** The text of an answer before its first object: only formatting, or words. */
export class LeadText {
  private text = ''

  /** Whether the text is only formatting, so that the object is the whole answer. */
  get isBare(): boolean {
    return this.text.length <= maxBareLead && bareLead.test(this.text)
  }

  push(text: string): void {
    // More than `maxBareLead` characters cannot be only formatting, so no more is stored.
    if (this.text.length <= maxBareLead) this.text = (this.text + text).trimStart()
  }

  reset(): void {
    this.text = ''
  }
}

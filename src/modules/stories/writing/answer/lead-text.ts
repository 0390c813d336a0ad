/** Longer than any opening of a code fence. */
const maxBareLead = 40

/** A code fence with the name of its language, a list's bracket, the quotation mark of a string. */
const bareLead = /^(?:(?:`{3,}|~{3,}) {0,4}\w{0,12}|json\w{0,2})?\s*["[\s]*$/i

/** What an answer says before its first object: nothing but form, or words. */
export class LeadText {
  private text = ''

  /** Whether the object that follows is all that the answer says. */
  get isBare(): boolean {
    return this.text.length <= maxBareLead && bareLead.test(this.text)
  }

  push(text: string): void {
    // More than the limit says enough; white space at the start says nothing.
    if (this.text.length <= maxBareLead) this.text = (this.text + text).trimStart()
  }

  reset(): void {
    this.text = ''
  }
}

/** Whoever hears a story while it is written. Each call resolves when there is room for more. */
export interface StoryListener {
  /** Before anything else of the story. */
  begins(about: { readonly storyId: string; readonly model: string }): Promise<void>
  title(text: string): Promise<void>
  /** A further stretch of the content: what has been told is never taken back. */
  text(text: string): Promise<void>
}

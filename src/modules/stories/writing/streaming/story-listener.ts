/** Whoever hears a story while it is written. Each call resolves when there is room for more. */
export interface StoryListener {
  /** Before anything else of the story. */
  onStart(start: { readonly storyId: string; readonly model: string }): Promise<void>
  onTitle(text: string): Promise<void>
  /** A further stretch of the content: what has been told is never taken back. */
  onDelta(text: string): Promise<void>
}

/** Receives a story while it is written. Each call resolves when more may be delivered. */
export interface StoryListener {
  /** Called before any other method. */
  onStart(start: { readonly storyId: string; readonly model: string }): Promise<void>
  onTitle(text: string): Promise<void>
  /** A further part of the content. The concatenation of all parts is the final content. */
  onDelta(text: string): Promise<void>
}

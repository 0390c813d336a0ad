const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether a text can be a story's id; PostgreSQL takes nothing else for one. */
export function isStoryId(text: string): boolean {
  return uuid.test(text)
}

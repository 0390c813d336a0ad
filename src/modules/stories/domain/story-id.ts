const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether a text is a UUID; PostgreSQL rejects anything else as a story id. */
export function isStoryId(text: string): boolean {
  return uuid.test(text)
}

/** Marks that decorators set on a route; the builder of the document reads and removes them. */
export const errorsExtension = 'x-errors'
export const legacyDetailExtension = 'x-legacy-detail'
export const openBodyExtension = 'x-open-body'
export const requestHeadersExtension = 'x-request-headers'

export function takeExtension(operation: object, name: string): unknown {
  const carrier = operation as Record<string, unknown>
  const value = carrier[name]
  delete carrier[name]
  return value
}

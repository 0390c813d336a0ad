import { currentContext } from '#core/context/request-context.js'

/** A path of this service as the client of the current request sees it. */
export function publicPath(path: string): string {
  return `${currentContext()?.pathPrefix ?? ''}${path}`
}

import { Injectable } from '@nestjs/common'
import type { FastifyInstance } from 'fastify'
import createRouter, { type HTTPMethod } from 'find-my-way'
import { nearestName } from '#core/errors/near-name.js'

/** The methods of each address: a second router over the same paths, without their methods. */
@Injectable()
export class AllowedMethods {
  private readonly router = createRouter({ ignoreTrailingSlash: true })
  private readonly methodsOf = new Map<string, Set<string>>()

  private routeOf = (url: string): string => url

  /** Must be called before the routes are declared. `routeOf` gives the route's address for a client's. */
  watch(server: FastifyInstance, routeOf: (url: string) => string): void {
    this.routeOf = routeOf
    server.addHook('onRoute', ({ url, method }) => {
      // The router ignores a trailing slash.
      const address = url.length > 1 && url.endsWith('/') ? url.slice(0, -1) : url
      for (const name of [method].flat()) this.add(address, name)
    })
  }

  at(url: string): readonly string[] {
    // The router would read `*` as the root, which has other methods.
    if (url.startsWith('*')) return []
    const path = this.routeOf(url).split('?', 1)[0] ?? url
    const found = this.router.find('GET' satisfies HTTPMethod, path)
    return found === null ? [] : [...(found.store as ReadonlySet<string>)].toSorted()
  }

  /** The address that was most likely meant: `/api/v1` may be missing, and two letters may differ. */
  near(url: string): string | undefined {
    const path = (url.split('?', 1)[0] ?? url).toLowerCase().replace(/^(\/api)?(\/v1)?/, '')
    // Addresses with parameters are not compared: a wrong id is no misspelt address.
    const known = [...this.methodsOf.keys()].filter(each => /^[a-z0-9/]+$/.test(each))
    const ends = new Map(known.map(each => [each.replace(/^(\/api)?(\/v1)?/, ''), each]))
    return ends.get(
      nearestName(
        path,
        [...ends.keys()].filter(end => end !== '')
      ) ?? ''
    )
  }

  private add(url: string, method: string): void {
    const known = this.methodsOf.get(url)
    if (known !== undefined) {
      known.add(method)
      return
    }
    const methods = new Set([method])
    this.methodsOf.set(url, methods)
    this.router.on('GET', url, () => undefined, methods)
  }
}

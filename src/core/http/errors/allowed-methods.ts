import { Injectable } from '@nestjs/common'
import type { FastifyInstance } from 'fastify'
import createRouter, { type HTTPMethod } from 'find-my-way'

/** The methods of each address: a second router over the same paths, without their methods. */
@Injectable()
export class AllowedMethods {
  private readonly router = createRouter()
  private readonly methodsOf = new Map<string, Set<string>>()

  private routeOf = (url: string): string => url

  /** Must be called before the routes are declared. `routeOf` gives the route's address for a client's. */
  watch(server: FastifyInstance, routeOf: (url: string) => string): void {
    this.routeOf = routeOf
    server.addHook('onRoute', ({ url, method }) => {
      for (const name of [method].flat()) this.add(url, name)
    })
  }

  at(url: string): readonly string[] {
    // The router would read `*` as the root, which has other methods.
    if (url.startsWith('*')) return []
    const path = this.routeOf(url).split('?', 1)[0] ?? url
    const found = this.router.find('GET' satisfies HTTPMethod, path)
    return found === null ? [] : [...(found.store as ReadonlySet<string>)].toSorted()
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

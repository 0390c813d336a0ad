import { SetMetadata, type CustomDecorator } from '@nestjs/common'

export const publicRoute = Symbol('public route')

/** Opens a route to everyone. Every route without it is closed. */
export function Public(): CustomDecorator<symbol> {
  return SetMetadata(publicRoute, true)
}

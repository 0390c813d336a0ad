import { SetMetadata, type CustomDecorator } from '@nestjs/common'

export const bareRoute = Symbol('bare route')

/** The route responds without the envelope: other contracts, probes, metrics, streams. */
export function Bare(): CustomDecorator<symbol> {
  return SetMetadata(bareRoute, true)
}

import { SetMetadata, type CustomDecorator } from '@nestjs/common'
import type { Scope } from './principal.js'

export const requiredScopes = Symbol('required scopes')

/** The caller must hold every one of these scopes, otherwise 403. */
export function Scopes(...needed: readonly Scope[]): CustomDecorator<symbol> {
  return SetMetadata(requiredScopes, needed)
}

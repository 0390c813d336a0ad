export const userTokenStrategy = 'user-token'
export const previousUserTokenStrategy = 'user-token-previous'
export const serviceTokenStrategy = 'service-token'
export const issuedTokenStrategy = 'issued-token'
export const apiKeyStrategy = 'api-key'

export type StrategyName =
  | typeof userTokenStrategy
  | typeof serviceTokenStrategy
  | typeof issuedTokenStrategy
  | typeof apiKeyStrategy

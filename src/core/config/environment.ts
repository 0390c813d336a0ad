export const environments = ['development', 'staging', 'production'] as const

export type Environment = (typeof environments)[number]

/** Staging is as strict as production. */
export function isStrict(environment: Environment): boolean {
  return environment !== 'development'
}

export const environments = ['development', 'staging', 'production'] as const

export type Environment = (typeof environments)[number]

/** Staging is as strict as production. */
export function isStrict(environment: Environment): boolean {
  return environment !== 'development'
}

/** Undefined if the text names none. */
export function environmentOf(text = ''): Environment | undefined {
  return environments.find(each => each === text.toLowerCase())
}

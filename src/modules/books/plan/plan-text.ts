import type { BookPlan } from '../domain/book.js'

/** All text of a plan, a line each. */
export function textOfPlan({ title, outline, codex }: BookPlan): string {
  return [
    title,
    ...outline.flatMap(part => [part.title, part.events]),
    ...codex.flatMap(({ name, facts }) => facts.map(fact => `${name} ${fact}`))
  ].join('\n')
}

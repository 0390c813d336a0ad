import type { Type } from '@nestjs/common'
import { ignoresUnknownFields } from '#core/http/openapi/decorators/ignore-unknown-fields.decorator.js'
import { knownFields, unknownFields } from './known-fields.js'
import { nearestName } from '#core/errors/near-name.js'
import { shownName } from './validation.js'

/** The part of the platform's reply that is needed here. */
interface Reply {
  header(name: string, value: string): unknown
}

/** A misspelt optional field would have no effect and no error, so the response names what it ignores. */
export function reportIgnoredFields(reply: Reply, dto: Type, body: unknown): void {
  if (!ignoresUnknownFields(dto) || typeof body !== 'object' || body === null) return
  const known = knownFields(dto)
  const ignored = unknownFields({ ...body }, known)
  if (ignored.length === 0) return
  reply.header('X-Ignored-Fields', ignored.map(headerText).join(', '))
  const warnings = ignored.flatMap(name => {
    const near = nearestName(name, known)
    if (near === undefined) return []
    // RFC 7234, 5.5: code, agent, text.
    return [`199 jiraiya "${headerText(name)} is ignored; did you mean ${near}?"`]
  })
  if (warnings.length > 0) reply.header('Warning', warnings.join(', '))
}

/** A header holds no other characters, and no comma within a name. */
function headerText(name: string): string {
  return encodeURIComponent(shownName(name, 40))
}

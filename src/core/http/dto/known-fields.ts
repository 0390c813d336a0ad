import type { Type } from '@nestjs/common'
import { getMetadataStorage } from 'class-validator'

const fieldsOf = new WeakMap<Type, readonly string[]>()

/** The fields of a DTO class. */
export function knownFields(dto: Type | undefined): readonly string[] {
  if (dto === undefined) return []
  const known = fieldsOf.get(dto)
  if (known !== undefined) return known
  const rules = getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false)
  const fields = [...new Set(rules.map(({ propertyName }) => propertyName))]
  fieldsOf.set(dto, fields)
  return fields
}

/** A caller may send any number of unknown fields; no more are looked at. */
const maxUnknownFields = 20

/** The first fields of a body that its DTO does not have. */
export function unknownFields(
  sent: Readonly<Record<string, unknown>>,
  known: readonly string[]
): readonly string[] {
  const unknown: string[] = []
  for (const name of Object.keys(sent)) {
    if (!known.includes(name) && unknown.push(name) === maxUnknownFields) break
  }
  return unknown
}

import { SetMetadata, type Type } from '@nestjs/common'

const unknownFieldsIgnored = Symbol('unknown fields ignored')

/** Bodies of this DTO may hold unknown fields; other bodies with unknown fields are refused. */
export function IgnoreUnknownFields(): ClassDecorator {
  return SetMetadata(unknownFieldsIgnored, true)
}

export function ignoresUnknownFields(dto: Type | undefined): boolean {
  return dto !== undefined && Reflect.getMetadata(unknownFieldsIgnored, dto) === true
}

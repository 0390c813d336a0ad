import type { Type as Class } from '@nestjs/common'
import { Transform } from 'class-transformer'
import { IsInt, Max, Min } from 'class-validator'
import {
  IntegerField,
  ListField,
  ObjectField
} from '#core/http/openapi/decorators/field.decorators.js'

/** A page of a list, as it is in `data`. */
export interface Page<T> {
  readonly results: readonly T[]
  /** Of all pages. */
  readonly total: number
  readonly pagination: Pagination
}

const pages = { min: 1, max: 1_000_000 }
const sizes = { min: 1, max: 100 }
const defaultSize = 20

const pageRule = { message: `must be a whole number from ${pages.min} to ${pages.max}` }
const sizeRule = { message: `must be a whole number from ${sizes.min} to ${sizes.max}` }

/** Which page of a list. */
export class PageQuery {
  @IntegerField({ description: 'Which page, from 1.', optional: true, default: 1, ...pages })
  @Transform(wholeNumber)
  @Min(pages.min, pageRule)
  @Max(pages.max, pageRule)
  @IsInt(pageRule)
  readonly page: number = 1

  @IntegerField({
    description: 'How many a page holds.',
    optional: true,
    default: defaultSize,
    ...sizes
  })
  @Transform(wholeNumber)
  @Min(sizes.min, sizeRule)
  @Max(sizes.max, sizeRule)
  @IsInt(sizeRule)
  readonly limit: number = defaultSize
}

/** How many entries stand before a page. */
export function offsetOf({ page, limit }: PageQuery): number {
  return (page - 1) * limit
}

export function toPage<T>(
  results: readonly T[],
  total: number,
  { page, limit }: PageQuery
): Page<T> {
  return { results, total, pagination: { page, limit, totalPages: Math.ceil(total / limit) } }
}

class Pagination {
  @IntegerField({ description: 'This page.', ...pages })
  readonly page!: number

  @IntegerField({ description: 'How many a page holds.', ...sizes })
  readonly limit!: number

  @IntegerField({ description: 'How many pages there are.', min: 0, max: Number.MAX_SAFE_INTEGER })
  readonly totalPages!: number
}

/** The page of a list of a documented class; extend it for a list with more fields. */
export function listOf<T>(item: Class<T>): Class<Page<T>> {
  class List {
    @ListField({ description: 'The entries of this page.', of: item, maxItems: sizes.max })
    readonly results!: readonly T[]

    @IntegerField({ description: 'Entries of all pages.', min: 0, max: Number.MAX_SAFE_INTEGER })
    readonly total!: number

    @ObjectField({ description: 'Where in the list this page is.', type: () => Pagination })
    readonly pagination!: Pagination
  }
  // The document names a schema after its class.
  Object.defineProperty(List, 'name', { value: `${item.name}List` })
  return List
}

/** Digits become a number; anything else stays what it is and breaks the rule. */
function wholeNumber({ value }: { readonly value: unknown }): unknown {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value
}

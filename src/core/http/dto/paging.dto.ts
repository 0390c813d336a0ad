import {
  ListField,
  IntegerField,
  ObjectField
} from '#core/http/openapi/decorators/field.decorators.js'
import type { DocumentedClass } from '#core/http/openapi/decorators/api-success.decorator.js'
import { FromDigits, WholeNumberInput } from './input-field.decorators.js'

/** A page of a list, as it is in `data`. */
export interface Page<T> {
  readonly results: readonly T[]
  /** Entries of all pages. */
  readonly total: number
  readonly pagination: PaginationDto
}

const pages = { min: 1, max: 1_000_000 }
const sizes = { min: 1, max: 100 }
const defaultSize = 20

/** Query parameters of a list. */
export class PageQueryDto {
  @FromDigits()
  @WholeNumberInput({ description: 'Page number, from 1.', optional: true, default: 1, ...pages })
  readonly page: number = 1

  @FromDigits()
  @WholeNumberInput({
    description: 'Entries per page.',
    optional: true,
    default: defaultSize,
    ...sizes
  })
  readonly limit: number = defaultSize

  /** Entries before this page. */
  get offset(): number {
    return (this.page - 1) * this.limit
  }

  /** The page of the query, with its entries. */
  toPage<T>(results: readonly T[], total: number): Page<T> {
    const { page, limit } = this
    return { results, total, pagination: { page, limit, totalPages: Math.ceil(total / limit) } }
  }
}

class PaginationDto {
  @IntegerField({ description: 'Page number.', ...pages })
  readonly page!: number

  @IntegerField({ description: 'Entries per page.', ...sizes })
  readonly limit!: number

  @IntegerField({ description: 'Number of pages.', min: 0, max: Number.MAX_SAFE_INTEGER })
  readonly totalPages!: number
}

/** The page of a list of a DTO class; extend it for a list with more fields. */
export function listOf<T>(item: DocumentedClass<T>): DocumentedClass<Page<T>> {
  class List {
    static readonly examples: Readonly<Record<string, Page<T>>> = {
      'one entry': pageExample(Object.values(item.examples).slice(0, 1)),
      'no entry': pageExample([])
    }

    @ListField({ description: 'Entries of this page.', of: item, maxItems: sizes.max })
    readonly results!: readonly T[]

    @IntegerField({ description: 'Entries of all pages.', min: 0, max: Number.MAX_SAFE_INTEGER })
    readonly total!: number

    @ObjectField({ description: 'Position in the list.', type: () => PaginationDto })
    readonly pagination!: PaginationDto
  }
  // The document names a schema after its class.
  Object.defineProperty(List, 'name', { value: `${item.name.replace(/Dto$/, '')}List` })
  return List
}

function pageExample<T>(results: readonly T[]): Page<T> {
  const total = results.length
  return { results, total, pagination: { page: 1, limit: defaultSize, totalPages: total } }
}

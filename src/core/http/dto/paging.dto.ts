import { createHash } from 'node:crypto'
import {
  FlagField,
  IntegerField,
  ListField,
  ObjectField,
  TextField
} from '#core/http/openapi/decorators/field.decorators.js'
import type { DocumentedClass } from '#core/http/openapi/decorators/api-success.decorator.js'
import type { Slice, SliceOf } from '#core/paging/slice.js'
import {
  decodeCursor,
  encodeCursor,
  isFlag,
  isInteger,
  maxCursorLength,
  type KeyCheck
} from './cursor.js'
import { PatternInput, WholeNumberParameter } from './input-field.decorators.js'
import { ValidationFailed } from './validation.js'

/** A page of a list, as it is in `data`. */
export interface Page<T> {
  readonly results: readonly T[]
  /** Entries of all pages. */
  readonly total: number
  readonly pagination: PaginationDto
}

/** A slice that begins at a page. */
export interface PageSlice extends Slice {
  readonly page: number
}

const pages = { min: 1, max: 1_000_000 }
const sizes = { min: 1, max: 100 }
const defaultSize = 20
const cursorText = {
  maxLength: maxCursorLength,
  pattern: `^[A-Za-z0-9_-]{1,${maxCursorLength}}$`
}

/** The query parameter `cursor` of a list. */
export function CursorInput(): PropertyDecorator {
  return PatternInput({
    description: '`nextCursor` of the previous response, to continue after it.',
    optional: true,
    message: 'must be the nextCursor of a response of the same list',
    ...cursorText
  })
}

/** The field `nextCursor` of a list. */
export function NextCursorField(): PropertyDecorator {
  return TextField({
    description: 'Value of `cursor` for the next page; null on the last page.',
    nullable: true,
    ...cursorText
  })
}

/** Query parameters of a list. */
export class PageQueryDto {
  @WholeNumberParameter({
    description:
      'Page number, from 1. New entries shift the pages, and a late page is slow: prefer `cursor`.',
    optional: true,
    default: 1,
    ...pages
  })
  readonly page: number = 1

  @WholeNumberParameter({
    description: 'Entries per page.',
    optional: true,
    default: defaultSize,
    ...sizes
  })
  readonly limit: number = defaultSize

  @CursorInput()
  readonly cursor?: string

  /**
   * The entries of the page.
   * @param checks one for each value of the sort key
   * @throws ValidationFailed if the cursor is not one of this list, or is beside a page number
   */
  toSlice(...checks: readonly KeyCheck[]): PageSlice {
    const { cursor, page, limit } = this
    if (cursor === undefined) return { page, limit, offset: (page - 1) * limit }
    if (page !== 1) {
      throw new ValidationFailed([{ field: 'page', messages: ['must be left out with a cursor'] }])
    }
    const [nextPage, total, isLowerBound, ...after] = decodeCursor(cursor, this.list, [
      isInteger,
      isInteger,
      isFlag,
      ...checks
    ])
    const size = { total: Number(total), isLowerBound: isLowerBound === 'true' }
    return { page: Number(nextPage), limit, offset: 0, after, size }
  }

  /** A cursor has the number of its page and the size of the list, so that it is counted once. */
  toPage<T>({ page, limit }: PageSlice, { results, next, size }: SliceOf<T>): Page<T> {
    const { total, isLowerBound } = size
    const position = [page + 1, total, isLowerBound].map(String)
    const pagination = {
      page,
      limit,
      totalPages: Math.ceil(total / limit),
      totalIsLowerBound: isLowerBound,
      nextCursor: next ? encodeCursor(this.list, [...position, ...next]) : null
    }
    return { results, total, pagination }
  }

  /** Identifies the list, because the sort key of an entry means nothing in another order. */
  private get list(): string {
    const { page: _page, limit: _limit, cursor: _cursor, ...rest } = this
    const filters = Object.entries(rest)
      .filter(([, value]) => value !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
    const hash = createHash('sha256').update(JSON.stringify([this.constructor.name, filters]))
    return hash.digest('base64url').slice(0, 11)
  }
}

class PaginationDto {
  @IntegerField({
    description: 'Page number; with a cursor, counted from the first page.',
    ...pages
  })
  readonly page!: number

  @IntegerField({ description: 'Entries per page.', ...sizes })
  readonly limit!: number

  @IntegerField({ description: 'Number of pages.', min: 0, max: Number.MAX_SAFE_INTEGER })
  readonly totalPages!: number

  @FlagField({
    description:
      'Whether the list has more entries and pages than were counted: counting ends at 10,000.'
  })
  readonly totalIsLowerBound!: boolean

  @NextCursorField()
  readonly nextCursor!: string | null
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

    @IntegerField({
      description:
        'Entries of all pages, or at least this number if `totalIsLowerBound`. With a cursor, as of the first page.',
      min: 0,
      max: Number.MAX_SAFE_INTEGER
    })
    readonly total!: number

    @ObjectField({ description: 'Position in the list.', type: () => PaginationDto })
    readonly pagination!: PaginationDto
  }
  // The document names a schema after its class.
  Object.defineProperty(List, 'name', { value: `${item.name.replace(/Dto$/, '')}List` })
  return List
}

/** The only page of a list. */
export function pageExample<T>(results: readonly T[]): Page<T> {
  const total = results.length
  return {
    results,
    total,
    pagination: {
      page: 1,
      limit: defaultSize,
      totalPages: total,
      totalIsLowerBound: false,
      nextCursor: null
    }
  }
}

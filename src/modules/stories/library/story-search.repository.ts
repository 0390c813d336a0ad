import { Injectable } from '@nestjs/common'
import { sql, type RawBuilder } from 'kysely'
import { Database } from '#core/database/database.js'
import type { ListSize, Slice, SortKey } from '#core/paging/slice.js'
import type { StoryFilter } from './story-filter.js'

/** The stories of a page, and where the next one begins. */
export interface FoundStories {
  readonly ids: readonly string[]
  readonly next: SortKey | undefined
  readonly size: ListSize
}

/** How many stories of the order a request examines. */
const maxExamined = 10_000
/** Keywords are in no index, so each story is read. */
const maxReadForKeyword = 1000

interface Entry {
  readonly id: string
  readonly value: Date | string | number
}

/**
 * Stories that match a filter. A request examines a limited number of stories in the order of the list. If they
 * do not fill the page, the page is shorter, and the next one begins after the last examined story.
 */
@Injectable()
export class StorySearch {
  constructor(private readonly database: Database) {}

  async find(owner: string, filter: StoryFilter, slice: Slice): Promise<FoundStories> {
    const entries = new Entries(owner, filter, slice.after)
    const [size, found] = await Promise.all([
      slice.size ?? this.count(entries),
      this.read(entries.matching(slice))
    ])
    const page = found.slice(0, slice.limit)
    const last = found.length > slice.limit ? page.at(-1) : await this.lastExamined(entries)
    return { ids: page.map(({ id }) => id), next: last && sortKeyOf(last), size }
  }

  private async count(entries: Entries): Promise<ListSize> {
    const { rows } = await sql<{ readonly matching: string; readonly examined: string }>`
      SELECT count(*) FILTER (WHERE ${entries.condition}) AS matching, count(*) AS examined
      FROM (${entries.examined(entries.limit + 1)}) stories`.execute(this.database.queries)
    const [row] = rows
    const total = Math.min(Number(row?.matching), entries.limit)
    return { total, isLowerBound: Number(row?.examined) > entries.limit }
  }

  /** Undefined if it is the last one of the list. */
  private async lastExamined(entries: Entries): Promise<Entry | undefined> {
    const [last, following] = await this.read(entries.end())
    return following && last
  }

  private async read(query: RawBuilder<Entry>): Promise<readonly Entry[]> {
    const { rows } = await query.execute(this.database.queries)
    return rows
  }
}

const columns = { createdAt: 'created_at', title: 'title', wordCount: 'word_count' } as const

/** The statements that read an owner's stories in the order of a list. */
class Entries {
  readonly limit: number
  readonly condition: RawBuilder<unknown>
  private readonly value: RawBuilder<unknown>
  private readonly order: RawBuilder<unknown>

  constructor(
    private readonly owner: string,
    private readonly filter: StoryFilter,
    private readonly after: SortKey | undefined
  ) {
    const direction = sql.raw(filter.sortOrder)
    this.limit = filter.keyword === undefined ? maxExamined : maxReadForKeyword
    this.condition = conditionOf(filter)
    this.value = sql.ref(columns[filter.sortBy])
    this.order = sql`${this.value} ${direction}, id ${direction}`
  }

  /** A page of those that match. */
  matching({ limit, offset }: Slice): RawBuilder<Entry> {
    return sql<Entry>`
      SELECT id, ${this.value} AS value FROM (${this.examined(this.limit)}) stories
      WHERE ${this.condition} ORDER BY ${this.order} OFFSET ${offset} LIMIT ${limit + 1}`
  }

  /** The last one that is examined, and the one after it. */
  end(): RawBuilder<Entry> {
    return sql<Entry>`
      SELECT id, ${this.value} AS value FROM (${this.examined(this.limit + 1)}) stories
      ORDER BY ${this.order} OFFSET ${this.limit - 1}`
  }

  /** Only columns of the index of this order, so that no story is read for them. */
  examined(limit: number): RawBuilder<unknown> {
    const { sortBy, sortOrder, keyword } = this.filter
    const isAfter = sql.raw(sortOrder === 'ASC' ? '>' : '<')
    const [value, id] = this.after ?? []
    return sql`
      SELECT id, created_at, genre, tone, audience, language
        ${sortBy === 'createdAt' ? sql`` : sql`, ${this.value}`}
        ${keyword === undefined ? sql`` : sql`, keywords`}
      FROM stories
      WHERE owner = ${this.owner}
        AND ${sortBy === 'createdAt' ? createdIn(this.filter) : sql`true`}
        AND ${value === undefined ? sql`true` : sql`(${this.value}, id) ${isAfter} (${value}, ${id})`}
      ORDER BY ${this.order} LIMIT ${limit}`
  }
}

function conditionOf(filter: StoryFilter): RawBuilder<unknown> {
  const { genre, tone, audience, language, keyword } = filter
  const equal = Object.entries({ genre, tone, audience, language })
    .filter(([, value]) => value !== undefined)
    .map(([column, value]) => sql`${sql.ref(column)} = ${value}`)
  const ofKeyword = keyword === undefined ? [] : [sql`keywords @> ${[keyword]}`]
  return sql.join([...equal, ...ofKeyword, createdIn(filter)], sql` AND `)
}

function createdIn({ createdFrom, createdTo }: StoryFilter): RawBuilder<unknown> {
  const from = createdFrom === undefined ? sql`true` : sql`created_at >= ${createdFrom}`
  return createdTo === undefined ? from : sql`${from} AND created_at <= ${createdTo}`
}

function sortKeyOf({ id, value }: Entry): SortKey {
  return [value instanceof Date ? value.toISOString() : String(value), id]
}

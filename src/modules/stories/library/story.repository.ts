import { Injectable } from '@nestjs/common'
import DataLoader from 'dataloader'
import { sql, type Insertable, type Selectable, type SqlBool } from 'kysely'
import { countUpTo } from '#core/database/count-up-to.js'
import { Database, type DatabaseTransaction, type Queries } from '#core/database/database.js'
import { toSliceOf, type Slice, type SliceOf, type SortKey } from '#core/paging/slice.js'
import type { StoryRow } from '#modules/stories/tables.js'
import { lacks, type Story } from '#modules/stories/domain/story.js'
import type { Audience, Tone } from '#modules/stories/domain/story-request.js'
import { isStoryId } from '#modules/stories/domain/story-id.js'
import { leavesOut, type StoryFilter, type StorySortKey } from './story-filter.js'
import { StorySearch } from './story-search.repository.js'
import { UnwrittenStories } from './unwritten-stories.js'

interface StoryKey {
  readonly owner: string
  readonly id: string
}

export const maxBatchSize = 100

/** A batch of an owner's stories, and the sort key after which the next one starts. */
export interface StoryBatch {
  readonly stories: readonly Story[]
  readonly next: SortKey | undefined
}

/** The stored stories. Every statement names the owner, and sees the stories that callers have. */
@Injectable()
export class StoryRepository {
  /** Stories that are read in one turn of the event loop share a statement; none is remembered. */
  private readonly loader = new DataLoader<StoryKey, Selectable<StoryRow> | undefined>(
    keys => this.readAll(keys),
    { cache: false, maxBatchSize, batchScheduleFn: read => setImmediate(read) }
  )

  constructor(
    private readonly database: Database,
    private readonly unwritten: UnwrittenStories,
    private readonly search: StorySearch
  ) {}

  /** The row of a story. settle-statement.ts of billing inserts it together with its ledger entries. */
  rowOf(owner: string, story: Story): Insertable<StoryRow> {
    return toRow(owner, story)
  }

  async find(owner: string, id: string): Promise<Story | undefined> {
    if (!isStoryId(id)) return undefined
    await this.unwritten.written(owner, id)
    const row = await this.loader.load({ owner, id: id.toLowerCase() })
    return row && toStory(row)
  }

  private async readAll(
    keys: readonly StoryKey[]
  ): Promise<readonly (Selectable<StoryRow> | undefined)[]> {
    const owners = keys.map(({ owner }) => owner)
    const ids = keys.map(({ id }) => id)
    const { rows } = await sql<Selectable<StoryRow>>`
      SELECT s.* FROM stories s
      JOIN (SELECT DISTINCT * FROM unnest(${owners}::text[], ${ids}::uuid[])) AS w(owner, id)
        ON s.owner = w.owner AND s.id = w.id`.execute(this.database.queries)
    const byKey = new Map(rows.map(row => [`${row.id} ${row.owner}`, row]))
    return keys.map(({ owner, id }) => byKey.get(`${id} ${owner}`))
  }

  async list(owner: string, filter: StoryFilter, slice: Slice): Promise<SliceOf<Story>> {
    await this.unwritten.written(owner)
    if (leavesOut(filter)) return this.listFiltered(owner, filter, slice)
    const { createdFrom, createdTo } = filter
    const column = columns[filter.sortBy]
    const direction = filter.sortOrder === 'ASC' ? 'asc' : 'desc'
    const matching = this.database.queries
      .selectFrom('stories')
      .where('owner', '=', owner)
      .$if(createdFrom !== undefined, all => all.where('created_at', '>=', createdFrom as Date))
      .$if(createdTo !== undefined, all => all.where('created_at', '<=', createdTo as Date))
      // The id makes the order total. Both have one direction, so that one index serves both orders.
      .orderBy(column, direction)
      .orderBy('id', direction)
    const [value, id] = slice.after ?? []
    const isAfter = sql<SqlBool>`(${sql.ref(column)}, id)
      ${sql.raw(direction === 'asc' ? '>' : '<')} (${value}, ${id})`
    const [size, rows] = await Promise.all([
      slice.size ?? countUpTo(this.database.queries, matching),
      (value === undefined ? matching : matching.where(isAfter))
        .selectAll()
        .limit(slice.limit + 1)
        .offset(slice.offset)
        .execute()
    ])
    const { results, next } = toSliceOf(rows, slice, size, row => sortKeyOf(row, filter.sortBy))
    return { results: results.map(toStory), next, size }
  }

  private async listFiltered(
    owner: string,
    filter: StoryFilter,
    slice: Slice
  ): Promise<SliceOf<Story>> {
    const { ids, next, size } = await this.search.find(owner, filter, slice)
    const rows = await this.readAll(ids.map(id => ({ owner, id })))
    // A story may have been deleted since it was found.
    const results = rows.flatMap(row => (row === undefined ? [] : toStory(row)))
    return { results, next, size }
  }

  /** @returns whether the story existed */
  async delete(transaction: DatabaseTransaction, owner: string, id: string): Promise<boolean> {
    if (!isStoryId(id)) return false
    await this.unwritten.written(owner, id)
    const { numDeletedRows } = await transaction
      .deleteFrom('stories')
      .where('owner', '=', owner)
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  }

  /** The oldest first, so that stories created during an export are in it. */
  async exportBatch(
    queries: Queries,
    owner: string,
    after: SortKey | undefined
  ): Promise<StoryBatch> {
    await this.unwritten.written(owner)
    const [createdAt, id] = after ?? []
    const all = queries.selectFrom('stories').selectAll().where('owner', '=', owner)
    const isAfter = sql<SqlBool>`(created_at, id) > (${createdAt}, ${id})`
    const rows = await (after === undefined ? all : all.where(isAfter))
      .orderBy('created_at')
      .orderBy('id')
      .limit(maxBatchSize + 1)
      .execute()
    const last = rows.length > maxBatchSize ? rows[maxBatchSize - 1] : undefined
    return {
      stories: rows.slice(0, maxBatchSize).map(toStory),
      next: last && sortKeyOf(last, 'createdAt')
    }
  }
}

const columns = { createdAt: 'created_at', title: 'title', wordCount: 'word_count' } as const

function sortKeyOf(row: Selectable<StoryRow>, sortBy: StorySortKey): SortKey {
  const value = row[columns[sortBy]]
  return [value instanceof Date ? value.toISOString() : String(value), row.id]
}

function toRow(owner: string, story: Story): Insertable<StoryRow> {
  const { charges } = story
  return {
    id: story.id,
    owner,
    title: story.title,
    content: story.content,
    summary: story.summary,
    tags: [...story.tags],
    language: story.language,
    audience: story.audience,
    genre: story.genre,
    tone: story.tone,
    keywords: [...story.keywords],
    keywords_used: [...story.keywordsUsed],
    keywords_missing: [...story.keywordsMissing],
    keywords_unconfirmed: [...story.keywordsUnconfirmed],
    word_count: story.wordCount,
    lacks: [...story.lacks],
    checks: story.checks,
    indicators: story.indicators ?? null,
    model: story.model,
    cached: story.cached,
    prompt_tokens: charges.promptTokens,
    completion_tokens: charges.completionTokens,
    cost_usd: charges.costUsd.toFixed(12),
    prompt_version: story.promptVersion,
    budget_limited: story.budgetLimited,
    parent_id: story.parentId,
    revision: story.revision,
    created_at: story.createdAt
  }
}

function toStory(row: Selectable<StoryRow>): Story {
  return {
    id: row.id,
    title: row.title,
    content: row.content,
    summary: row.summary,
    tags: row.tags,
    language: row.language,
    audience: row.audience as Audience,
    genre: row.genre,
    tone: row.tone as Tone,
    keywords: row.keywords,
    keywordsUsed: row.keywords_used,
    keywordsUnconfirmed: row.keywords_unconfirmed,
    keywordsMissing: row.keywords_missing,
    wordCount: row.word_count,
    lacks: lacks.filter(lack => row.lacks.includes(lack)),
    checks: row.checks,
    ...(row.indicators && { indicators: row.indicators }),
    model: row.model,
    promptVersion: row.prompt_version,
    cached: row.cached,
    budgetLimited: row.budget_limited,
    charges: {
      promptTokens: row.prompt_tokens,
      completionTokens: row.completion_tokens,
      totalTokens: row.prompt_tokens + row.completion_tokens,
      costUsd: Number(row.cost_usd)
    },
    parentId: row.parent_id,
    revision: row.revision,
    createdAt: row.created_at
  }
}

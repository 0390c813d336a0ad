import { Injectable } from '@nestjs/common'
import type { ExpressionBuilder, ExpressionWrapper, Insertable, Selectable, SqlBool } from 'kysely'
import { Database, type DatabaseTransaction, type Queries } from '#core/database/database.js'
import type { Schema } from '#core/database/schema.js'
import type { StoryRow } from '#modules/stories/tables.js'
import type { Story } from '#modules/stories/domain/story.js'
import type { Audience, Tone } from '#modules/stories/domain/story-request.js'
import { isStoryId } from '#modules/stories/domain/story-id.js'

export type StorySortKey = 'createdAt' | 'title' | 'wordCount'

/** Which of an owner's stories, in which order. */
export interface StoryFilter {
  readonly sortBy: StorySortKey
  readonly sortOrder: 'ASC' | 'DESC'
  readonly limit: number
  /** The number of stories to skip. */
  readonly offset: number
  readonly genre?: string | undefined
  readonly tone?: Tone | undefined
  readonly audience?: Audience | undefined
  readonly language?: string | undefined
  /** One of its keywords, exactly. */
  readonly keyword?: string | undefined
  /** Both included. */
  readonly createdFrom?: Date | undefined
  readonly createdTo?: Date | undefined
}

/** A batch of an owner's stories, and the id after which the next batch starts. */
export interface StoryBatch {
  readonly stories: readonly Story[]
  readonly next: string | null
}

export const maxBatchSize = 100

/** The stored stories. Every statement names the owner. */
@Injectable()
export class StoryRepository {
  constructor(private readonly database: Database) {}

  /** The row of a story. settle-statement.ts of billing inserts it together with its ledger entries. */
  rowOf(owner: string, story: Story, promptVersion: string): Insertable<StoryRow> {
    return toRow(owner, story, promptVersion)
  }

  async find(owner: string, id: string): Promise<Story | undefined> {
    if (!isStoryId(id)) return undefined
    const row = await this.database.queries
      .selectFrom('stories')
      .selectAll()
      .where('owner', '=', owner)
      .where('id', '=', id)
      .executeTakeFirst()
    return row && toStory(row)
  }

  async list(
    owner: string,
    filter: StoryFilter
  ): Promise<{ readonly stories: readonly Story[]; readonly total: number }> {
    const matching = this.database.queries
      .selectFrom('stories')
      .where('owner', '=', owner)
      .where(one => one.and(conditions(one, filter)))
    const backwards = filter.sortOrder === 'ASC' ? 'desc' : 'asc'
    const [count, rows] = await Promise.all([
      matching.select(({ fn }) => fn.countAll().as('total')).executeTakeFirstOrThrow(),
      matching
        .selectAll()
        .orderBy(columns[filter.sortBy], filter.sortOrder === 'ASC' ? 'asc' : 'desc')
        // A total order: stories with equal keys keep their places. It is the order of the index.
        .orderBy('id', backwards)
        .limit(filter.limit)
        .offset(filter.offset)
        .execute()
    ])
    return { stories: rows.map(toStory), total: Number(count.total) }
  }

  /** @returns whether the story existed */
  async delete(transaction: DatabaseTransaction, owner: string, id: string): Promise<boolean> {
    if (!isStoryId(id)) return false
    const { numDeletedRows } = await transaction
      .deleteFrom('stories')
      .where('owner', '=', owner)
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return numDeletedRows > 0n
  }

  /** @returns the number of deleted stories */
  async deleteOfOwner(transaction: DatabaseTransaction, owner: string): Promise<number> {
    const { numDeletedRows } = await transaction
      .deleteFrom('stories')
      .where('owner', '=', owner)
      .executeTakeFirstOrThrow()
    return Number(numDeletedRows)
  }

  /** Deletes the stored responses of an owner's Idempotency-Keys. */
  async deleteReplaysOfOwner(transaction: DatabaseTransaction, owner: string): Promise<number> {
    const { numDeletedRows } = await transaction
      .deleteFrom('idempotency_keys')
      .where('owner', '=', owner)
      .executeTakeFirstOrThrow()
    return Number(numDeletedRows)
  }

  /** In the order of ids, so that deletions between two batches do not shift the next one. */
  async exportPage(
    queries: Queries,
    owner: string,
    after: string | undefined
  ): Promise<StoryBatch> {
    const all = queries.selectFrom('stories').selectAll().where('owner', '=', owner)
    const rows = await (after === undefined ? all : all.where('id', '>', after))
      .orderBy('id')
      .limit(maxBatchSize + 1)
      .execute()
    const stories = rows.slice(0, maxBatchSize).map(toStory)
    return { stories, next: rows.length > maxBatchSize ? (stories.at(-1)?.id ?? null) : null }
  }
}

const columns = { createdAt: 'created_at', title: 'title', wordCount: 'word_count' } as const

function conditions(
  one: ExpressionBuilder<Schema, 'stories'>,
  filter: StoryFilter
): ExpressionWrapper<Schema, 'stories', SqlBool>[] {
  const { genre, tone, audience, language, keyword, createdFrom, createdTo } = filter
  return [
    ...(genre === undefined ? [] : [one('genre', '=', genre)]),
    ...(tone === undefined ? [] : [one('tone', '=', tone)]),
    ...(audience === undefined ? [] : [one('audience', '=', audience)]),
    ...(language === undefined ? [] : [one('language', '=', language)]),
    ...(keyword === undefined ? [] : [one('keywords', '@>', one.val([keyword]))]),
    ...(createdFrom === undefined ? [] : [one('created_at', '>=', createdFrom)]),
    ...(createdTo === undefined ? [] : [one('created_at', '<=', createdTo)])
  ]
}

function toRow(owner: string, story: Story, promptVersion: string): Insertable<StoryRow> {
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
    word_count: story.wordCount,
    model: story.model,
    cached: story.cached,
    prompt_tokens: charges.promptTokens,
    completion_tokens: charges.completionTokens,
    cost_usd: charges.costUsd.toFixed(12),
    prompt_version: promptVersion,
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
    keywordsMissing: row.keywords_missing,
    wordCount: row.word_count,
    model: row.model,
    cached: row.cached,
    charges: {
      promptTokens: row.prompt_tokens,
      completionTokens: row.completion_tokens,
      totalTokens: row.prompt_tokens + row.completion_tokens,
      costUsd: Number(row.cost_usd)
    },
    createdAt: row.created_at
  }
}

import { Injectable } from '@nestjs/common'
import { sql } from 'kysely'
import { Database } from '#core/database/database.js'
import { jsonParameter } from '#core/database/parameters/json-parameter.js'
import type { ComparedStory, StoryIndicators } from '#modules/stories/domain/story-indicators.js'
import { UnwrittenStories } from './unwritten-stories.js'

/** A story is compared with this many of its owner. */
export const compared = 20

export interface MeasuredStory {
  readonly owner: string
  readonly id: string
  readonly indicators: StoryIndicators
}

/** The indicators of stored stories. */
@Injectable()
export class IndicatorsRepository {
  constructor(
    private readonly database: Database,
    private readonly unwritten: UnwrittenStories
  ) {}

  /** The last stories of each owner, the newest first; those without indicators are left out. */
  async lastStories(
    owners: ReadonlySet<string>
  ): Promise<ReadonlyMap<string, readonly ComparedStory[]>> {
    const { rows } = await sql<ComparedStory & { readonly owner: string }>`
      SELECT o.owner, s.id, s.simhash FROM unnest(${[...owners]}::text[]) AS o(owner), LATERAL (
        SELECT id, indicators ->> 'simhash' AS simhash FROM stories
        WHERE owner = o.owner ORDER BY created_at DESC, id DESC LIMIT ${compared}
      ) AS s WHERE s.simhash IS NOT NULL`.execute(this.database.queries)
    return Map.groupBy(rows, ({ owner }) => owner)
  }

  /** @returns the ids of those that are stored; others may have been deleted */
  async store(measured: readonly MeasuredStory[]): Promise<ReadonlySet<string>> {
    await Promise.all(measured.map(({ owner, id }) => this.unwritten.written(owner, id)))
    const { rows } = await sql<{ readonly id: string }>`
      UPDATE stories s SET indicators = m.indicators
      FROM jsonb_to_recordset(${jsonParameter(measured)}::jsonb) AS m(owner text, id uuid, indicators jsonb)
      WHERE s.id = m.id AND s.owner = m.owner RETURNING s.id`.execute(this.database.queries)
    return new Set(rows.map(({ id }) => id))
  }
}

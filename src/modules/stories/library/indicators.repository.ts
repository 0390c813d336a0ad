import { Injectable } from '@nestjs/common'
import { sql } from 'kysely'
import { Database } from '#core/database/database.js'
import type { ComparedStory, StoryIndicators } from '#modules/stories/domain/story-indicators.js'
import { UnwrittenStories } from './unwritten-stories.js'

/** A story is compared with this many of its owner. */
const compared = 20

/** The indicators of stored stories. */
@Injectable()
export class IndicatorsRepository {
  constructor(
    private readonly database: Database,
    private readonly unwritten: UnwrittenStories
  ) {}

  /** The owner's last stories without this one, the newest first; those without indicators are left out. */
  async lastStories(owner: string, id: string): Promise<readonly ComparedStory[]> {
    const { rows } = await sql<ComparedStory>`
      SELECT id, simhash FROM (
        SELECT id, indicators ->> 'simhash' AS simhash FROM stories
        WHERE owner = ${owner} AND id <> ${id} ORDER BY created_at DESC, id DESC LIMIT ${compared}
      ) AS last WHERE simhash IS NOT NULL`.execute(this.database.queries)
    return rows
  }

  /** @returns whether the story is stored; it may have been deleted */
  async store(owner: string, id: string, indicators: StoryIndicators): Promise<boolean> {
    await this.unwritten.written(owner, id)
    const { numUpdatedRows } = await this.database.queries
      .updateTable('stories')
      .set({ indicators })
      .where('owner', '=', owner)
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return numUpdatedRows > 0n
  }
}

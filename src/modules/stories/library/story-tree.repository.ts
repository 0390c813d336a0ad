import { Injectable } from '@nestjs/common'
import { sql } from 'kysely'
import { Database, type DatabaseTransaction } from '#core/database/database.js'
import type { Revision } from '#modules/stories/domain/revisions/revision.js'
import { isStoryId } from '#modules/stories/domain/story-id.js'

/** A revision without its text. */
export interface RevisionNode {
  readonly id: string
  readonly parentId: string
  readonly revision: Revision
  readonly title: string
  readonly wordCount: number
  readonly createdAt: Date
}

export interface RevisionTree {
  /** The oldest first, so that a parent precedes its revisions. */
  readonly nodes: readonly RevisionNode[]
  /** Whether there are more. */
  readonly isCut: boolean
}

export const maxTreeNodes = 500

/** The revisions of a story, their revisions, and so on. */
@Injectable()
export class StoryTreeRepository {
  constructor(private readonly database: Database) {}

  async below(owner: string, storyId: string): Promise<RevisionTree> {
    const { rows } = await sql<RevisionNode>`
      WITH RECURSIVE tree AS (
        SELECT id, parent_id, revision, title, word_count, created_at
        FROM stories WHERE owner = ${owner} AND parent_id = ${storyId}
        UNION ALL
        SELECT s.id, s.parent_id, s.revision, s.title, s.word_count, s.created_at
        FROM tree t JOIN stories s ON s.owner = ${owner} AND s.parent_id = t.id
      )
      SELECT id, parent_id AS "parentId", revision, title, word_count AS "wordCount",
        created_at AS "createdAt"
      FROM tree LIMIT ${maxTreeNodes + 1}`.execute(this.database.queries)
    const nodes = rows.slice(0, maxTreeNodes)
    return {
      nodes: nodes.toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime()),
      isCut: rows.length > maxTreeNodes
    }
  }

  /** Deletes a story and its tree. @returns the ids of what existed */
  async deleteTree(
    transaction: DatabaseTransaction,
    owner: string,
    storyId: string
  ): Promise<readonly string[]> {
    if (!isStoryId(storyId)) return []
    const { rows } = await sql<{ readonly id: string }>`
      WITH RECURSIVE tree AS (
        SELECT id FROM stories WHERE owner = ${owner} AND id = ${storyId}
        UNION ALL
        SELECT s.id FROM tree t JOIN stories s ON s.owner = ${owner} AND s.parent_id = t.id
      )
      DELETE FROM stories s USING tree t WHERE s.owner = ${owner} AND s.id = t.id
      RETURNING s.id`.execute(transaction)
    return rows.map(({ id }) => id)
  }
}

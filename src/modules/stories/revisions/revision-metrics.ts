import { Injectable } from '@nestjs/common'
import type { RevisionKind } from '#modules/stories/domain/revisions/revision.js'
import { StoriesMetrics } from '#modules/stories/stories.metrics.js'

/** Counts revisions by kind. */
@Injectable()
export class RevisionMetrics {
  constructor(private readonly metrics: StoriesMetrics) {}

  async observe<T>(kind: RevisionKind, revision: Promise<T>): Promise<T> {
    try {
      const story = await revision
      this.metrics.revisions.inc({ kind, result: story === undefined ? 'failed' : 'ok' })
      return story
    } catch (error) {
      this.metrics.revisions.inc({ kind, result: 'failed' })
      throw error
    }
  }
}

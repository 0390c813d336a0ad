import { decodeCursor, isTime } from '#core/http/dto/cursor.js'
import { CursorInput } from '#core/http/dto/paging.dto.js'
import type { SortKey } from '#core/paging/slice.js'
import { isStoryId } from '#modules/stories/domain/story-id.js'

/** Query parameters of an export. */
export class ExportQueryDto {
  @CursorInput()
  readonly cursor?: string

  /** @throws ValidationFailed if the cursor is not one of this owner's export */
  after(owner: string): SortKey | undefined {
    return this.cursor === undefined
      ? undefined
      : decodeCursor(this.cursor, `export ${owner}`, [isTime, isStoryId])
  }
}

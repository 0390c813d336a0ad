import { Injectable } from '@nestjs/common'
import { InstructionMemory } from './instruction-memory.service.js'
import { VarietyMemory } from './variety-memory.service.js'

/** All that is remembered of stories beside their rows. */
@Injectable()
export class StoryMemory {
  constructor(
    private readonly instructions: InstructionMemory,
    private readonly variety: VarietyMemory
  ) {}

  /** Deletes what is remembered of deleted stories. Never rejects. */
  async forget(owner: string, storyIds: readonly string[]): Promise<void> {
    await Promise.all([
      this.instructions.forget(owner, storyIds),
      this.variety.forget(owner, storyIds)
    ])
  }
}

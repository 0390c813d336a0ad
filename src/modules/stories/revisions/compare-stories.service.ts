import { Injectable } from '@nestjs/common'
import type { Story } from '#modules/stories/domain/story.js'
import { NoSuchStory } from '#modules/stories/library/no-such-story.js'
import { StoryRepository } from '#modules/stories/library/story.repository.js'
import {
  StoryTreeRepository,
  type RevisionTree
} from '#modules/stories/library/story-tree.repository.js'
import { diffTexts, type DiffPart } from './story-diff.js'

export interface StoryComparison {
  readonly from: Story
  readonly to: Story
  readonly parts: readonly DiffPart[]
}

/** Reads the tree of a story's revisions, and what is different between two of an owner's stories. */
@Injectable()
export class CompareStoriesService {
  constructor(
    private readonly stories: StoryRepository,
    private readonly trees: StoryTreeRepository
  ) {}

  /** @throws NoSuchStory */
  async tree(owner: string, storyId: string): Promise<RevisionTree> {
    const story = await this.find(owner, storyId)
    return this.trees.below(owner, story.id)
  }

  /** @throws NoSuchStory if the owner does not have both */
  async compare(owner: string, fromId: string, toId: string): Promise<StoryComparison> {
    const [from, to] = await Promise.all([this.find(owner, fromId), this.find(owner, toId)])
    return { from, to, parts: await diffTexts(from.content, to.content, to.language) }
  }

  private async find(owner: string, id: string): Promise<Story> {
    const story = await this.stories.find(owner, id)
    if (story === undefined) throw new NoSuchStory()
    return story
  }
}

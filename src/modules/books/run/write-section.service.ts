import { Injectable } from '@nestjs/common'
import type { Job } from '#modules/jobs/job.js'
import { JobGeneration } from '#modules/jobs/run/job-generation.service.js'
import { measureLength } from '#modules/stories/checks/length-check.js'
import { NoSuchStory } from '#modules/stories/library/no-such-story.js'
import { StoryRepository } from '#modules/stories/library/story.repository.js'
import { BooksRepository } from '../books.repository.js'
import type { Book, BookSection } from '../domain/book.js'
import { BookSteps } from './book-steps.service.js'

/** Writes a section by the use case of the routes: a run that follows a finished one gets its story. */
@Injectable()
export class WriteSectionService {
  constructor(
    private readonly generation: JobGeneration,
    private readonly stories: StoryRepository,
    private readonly books: BooksRepository,
    private readonly steps: BookSteps
  ) {}

  /**
   * @returns the id of the story
   * @throws AppError as the routes do; NoSuchStory if the story was deleted before it was in the book
   */
  async execute(book: Book, job: Job, signal: AbortSignal): Promise<string> {
    const storyId = await this.generation.execute(job, signal)
    const story = await this.stories.find(job.owner, storyId)
    if (story === undefined) throw new NoSuchStory()
    const { title, content, model, promptVersion, charges } = story
    const { section } = job.request
    await this.steps.complete(book.id, job.id, async (transaction, { sections, ...same }) => {
      const written: BookSection = {
        number: sections.length + 1,
        jobId: job.id,
        storyId,
        title,
        content,
        count: measureLength(content, story.language).count,
        parts: section?.covers.length ?? 0,
        edited: false,
        model,
        promptVersion,
        costUsd: charges.costUsd
      }
      await this.books.insertSection(transaction, book.id, written)
      return { ...same, sections: [...sections, written] }
    })
    return storyId
  }
}

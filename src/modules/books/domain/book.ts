import type { Owner } from '#core/access/principal.js'
import type { JobCaller, JobError, JobState } from '#modules/jobs/job.js'
import type { Contradiction } from '../contradictions/find-contradictions.js'
import type { CodexEntry, OutlineEntry } from '#modules/stories/domain/books/section.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'

export const bookStates = ['running', 'paused', 'completed', 'failed', 'cancelled'] as const
export type BookState = (typeof bookStates)[number]

/** What is stored of a state. A book whose job failed or was cancelled is still to be continued. */
export type StoredState = Extract<BookState, 'running' | 'paused' | 'completed'>

/** What a book is about, as a request for one long story. Both word bounds are its length. */
export type BookRequest = Omit<StoryRequest, 'revision' | 'section'>

/** The plan of a book, before it is written. */
export interface BookPlan {
  readonly title: string
  readonly outline: readonly OutlineEntry[]
  readonly codex: readonly CodexEntry[]
}

export interface BookSection {
  readonly number: number
  readonly jobId: string
  /** The story that it was generated as. */
  readonly storyId: string
  readonly title: string
  readonly content: string
  /** Its length in the unit of its language. */
  readonly count: number
  /** Parts of the outline that it covers. */
  readonly parts: number
  /** Whether its owner has changed it. */
  readonly edited: boolean
  readonly model: string
  readonly promptVersion: string
  readonly costUsd: number
}

/** The job that writes the next step of a book. */
export interface BookJob {
  readonly id: string
  readonly state: JobState
  readonly error: JobError | null
}

export interface Book {
  readonly id: string
  readonly owner: Owner
  readonly stored: StoredState
  readonly caller: JobCaller
  readonly request: BookRequest
  readonly contradictions: readonly Contradiction[]
  /** Null until it is written. */
  readonly plan: BookPlan | null
  readonly planCostUsd: number
  readonly sections: readonly BookSection[]
  /** Null without a next step, and if the job has been deleted. */
  readonly job: BookJob | null
  readonly requestId: string
  readonly correlationId: string
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** Whether a step of the book is being written or waits to be. */
export function isWriting({ job }: Pick<Book, 'job'>): boolean {
  return job?.state === 'queued' || job?.state === 'running'
}

export function stateOf({ stored, job }: Pick<Book, 'stored' | 'job'>): BookState {
  if (stored !== 'running' || isWriting({ job })) return stored
  return job?.state === 'failed' || job?.state === 'cancelled' ? job.state : 'paused'
}

/** Why the last step failed; null if it did not. */
export function errorOf(book: Pick<Book, 'stored' | 'job'>): JobError | null {
  return stateOf(book) === 'failed' ? (book.job?.error ?? null) : null
}

export function lengthOf({ sections }: Pick<Book, 'sections'>): number {
  return sections.reduce((sum, { count }) => sum + count, 0)
}

export function costOf({ planCostUsd, sections }: Pick<Book, 'planCostUsd' | 'sections'>): number {
  return sections.reduce((sum, { costUsd }) => sum + costUsd, planCostUsd)
}

/** The text of the sections that are written. */
export function textOf({ sections }: Pick<Book, 'sections'>): string {
  return sections.map(({ content }) => content).join('\n\n')
}

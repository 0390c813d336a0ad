import type { Owner, Principal } from '#core/access/principal.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'

export const jobStates = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const
export type JobState = (typeof jobStates)[number]

/** What a job does: write a story, or the next step of a book. */
export const jobKinds = ['story', 'book'] as const
export type JobKind = (typeof jobKinds)[number]

/** The states in which a job can still change. */
export const openStates = ['queued', 'running'] as const satisfies readonly JobState[]

/** In ascending order; the index is the rank of a job. */
export const jobPriorities = ['low', 'normal', 'high'] as const
export type JobPriority = (typeof jobPriorities)[number]

/** On whose behalf a job runs: what billing and audit need of a principal, without other claims of a token. */
export interface JobCaller {
  readonly kind: Principal['kind']
  readonly name: string
  readonly owner: Owner
  readonly role?: string
}

/** An error of a run, as its response would have it. */
export interface JobError {
  readonly code: string
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
  readonly retryable: boolean
}

/** A job to create. */
export interface NewJob {
  readonly request: StoryRequest
  readonly priority: JobPriority
  readonly startAfter: Date | undefined
  /** The job fails if it is not completed by then. */
  readonly deadline: Date | undefined
  /** Gets a webhook when the job has ended. */
  readonly callbackUrl: string | undefined
}

export interface Job {
  readonly id: string
  readonly owner: Owner
  readonly kind: JobKind
  readonly batchId: string | null
  readonly state: JobState
  readonly priority: JobPriority
  readonly caller: JobCaller
  readonly request: StoryRequest
  readonly bypassCache: boolean
  /** Number of the current or last run; 0 before the first. */
  readonly attempt: number
  readonly storyId: string | null
  /** Why the last run failed. */
  readonly error: JobError | null
  readonly requestId: string
  readonly correlationId: string
  readonly startAfter: Date
  readonly deadline: Date | null
  readonly callbackUrl: string | null
  readonly createdAt: Date
  readonly startedAt: Date | null
  readonly finishedAt: Date | null
}

export function isOpen({ state }: Pick<Job, 'state'>): boolean {
  return openStates.some(open => open === state)
}

export function callerOf({ kind, name, owner, claims }: Principal): JobCaller {
  const role = claims?.['role']
  return { kind, name, owner, ...(typeof role === 'string' && { role }) }
}

/** The caller as a principal, which may do nothing but generate. */
export function principalOf({ kind, name, owner, role }: JobCaller): Principal {
  return { kind, name, owner, scopes: new Set(['stories']), claims: { role } }
}

import type { Answer } from './answer.js'
import type { CallOptions } from './client-options.js'
import { eachOf } from './each-of.js'
import * as calls from './generated/sdk.gen.js'
import type {
  AuditEvent,
  AuditEventList,
  Job,
  JobList,
  ListAllJobsData,
  UsageReport,
  SetBudget,
  OwnerBudget,
  OwnerErasure,
  OwnerExport,
  ReadAllUsageData,
  ReadAuditData,
  Story
} from './generated/types.gen.js'
import type { Transport } from './transport.js'

export type BookedUsageQuery = NonNullable<ReadAllUsageData['query']>
export type AllJobsQuery = NonNullable<ListAllJobsData['query']>
export type AuditQuery = NonNullable<ReadAuditData['query']>

/** Calls that require the scope `admin`. An owner is `user:<id>`, `key:<name>` or `service:<sub>`. */
export class AdminCalls {
  constructor(private readonly transport: Transport) {}

  /** Usage in the ledger: what owners were charged and what the service paid. */
  readUsage(query: BookedUsageQuery = {}, options: CallOptions = {}): Answer<UsageReport> {
    return this.transport.requestData(sending => calls.readAllUsage({ ...sending, query }), options)
  }

  /** A page of audit events, newest first. */
  readAudit(query: AuditQuery = {}, options: CallOptions = {}): Answer<AuditEventList> {
    return this.transport.requestData(sending => calls.readAudit({ ...sending, query }), options)
  }

  /** All audit events. Requests the pages one after another. */
  auditEvents(
    query: Omit<AuditQuery, 'page' | 'cursor'> = {},
    options: CallOptions = {}
  ): AsyncGenerator<AuditEvent, void, undefined> {
    return eachOf(position => this.readAudit({ limit: 100, ...query, ...position }, options))
  }

  /** A page of the jobs of all owners, newest first. */
  listJobs(query: AllJobsQuery = {}, options: CallOptions = {}): Answer<JobList> {
    return this.transport.requestData(sending => calls.listAllJobs({ ...sending, query }), options)
  }

  /** Runs a failed job again. @throws JobNotFailedError if it has not failed */
  retryJob(id: string, options: CallOptions = {}): Answer<Job> {
    return this.transport.requestData(
      sending => calls.retryJob({ ...sending, path: { id } }),
      options
    )
  }

  readBudget(owner: string, options: CallOptions = {}): Answer<OwnerBudget> {
    return this.transport.requestData(
      sending => calls.readBudget({ ...sending, path: { owner } }),
      options
    )
  }

  /** Replaces the whole budget. A field that is null or missing is unlimited. */
  setBudget(owner: string, body: SetBudget, options: CallOptions = {}): Answer<OwnerBudget> {
    return this.transport.requestData(
      sending => calls.setBudget({ ...sending, path: { owner }, body }),
      options
    )
  }

  /** Restores the configured budget. */
  resetBudget(owner: string, options: CallOptions = {}): Answer<void> {
    return this.transport.requestNothing(
      sending => calls.resetBudget({ ...sending, path: { owner } }),
      options
    )
  }

  /** Erases all stories of the owner. Their cost remains in the ledger. */
  eraseOwner(owner: string, options: CallOptions = {}): Answer<OwnerErasure> {
    return this.transport.requestData(
      sending => calls.eraseOwner({ ...sending, path: { owner } }),
      options
    )
  }

  /** At most 100 stories of the owner. Pass `nextCursor` of the result as `cursor` to get the next page. */
  exportOwner(owner: string, cursor?: string, options: CallOptions = {}): Answer<OwnerExport> {
    const query = cursor === undefined ? {} : { cursor }
    return this.transport.requestData(
      sending => calls.exportOwner({ ...sending, path: { owner }, query }),
      options
    )
  }

  /** All stories of the owner. Requests the pages one after another. */
  async *exportedStories(
    owner: string,
    options: CallOptions = {}
  ): AsyncGenerator<Story, void, undefined> {
    for (let cursor: string | null | undefined; cursor !== null;) {
      const { stories, nextCursor } = await this.exportOwner(owner, cursor, options)
      yield* stories
      cursor = nextCursor
    }
  }
}

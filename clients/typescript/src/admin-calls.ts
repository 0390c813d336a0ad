import type { CallOptions } from './client-options.js'
import { eachOf } from './each-of.js'
import * as calls from './generated/sdk.gen.js'
import type {
  AuditEvent,
  AuditEventList,
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
export type AuditQuery = NonNullable<ReadAuditData['query']>

/** What needs the scope `admin`. An owner is `user:<id>`, `key:<name>` or `service:<sub>`. */
export class AdminCalls {
  constructor(private readonly transport: Transport) {}

  /** Everything booked: what owners were charged, and what the service paid itself. */
  readUsage(query: BookedUsageQuery = {}, options: CallOptions = {}): Promise<UsageReport> {
    return this.transport.open(sending => calls.readAllUsage({ ...sending, query }), options)
  }

  /** A page of who did what, the latest first. */
  readAudit(query: AuditQuery = {}, options: CallOptions = {}): Promise<AuditEventList> {
    return this.transport.open(sending => calls.readAudit({ ...sending, query }), options)
  }

  /** All of it, page after page. */
  auditEvents(
    query: Omit<AuditQuery, 'page'> = {},
    options: CallOptions = {}
  ): AsyncGenerator<AuditEvent, void, undefined> {
    return eachOf(page => this.readAudit({ limit: 100, ...query, page }, options))
  }

  readBudget(owner: string, options: CallOptions = {}): Promise<OwnerBudget> {
    return this.transport.open(
      sending => calls.readBudget({ ...sending, path: { owner } }),
      options
    )
  }

  /** As a whole: what is null or left out is unlimited. */
  setBudget(owner: string, body: SetBudget, options: CallOptions = {}): Promise<OwnerBudget> {
    return this.transport.open(
      sending => calls.setBudget({ ...sending, path: { owner }, body }),
      options
    )
  }

  /** Lets the configured budget apply again. */
  async resetBudget(owner: string, options: CallOptions = {}): Promise<void> {
    await this.transport.ask(sending => calls.resetBudget({ ...sending, path: { owner } }), options)
  }

  /** Erases all of the owner's stories; what they cost stays in the books. */
  eraseOwner(owner: string, options: CallOptions = {}): Promise<OwnerErasure> {
    return this.transport.open(
      sending => calls.eraseOwner({ ...sending, path: { owner } }),
      options
    )
  }

  /** At most 100 of the owner's stories; its `next`, given as `after`, goes on. */
  exportOwner(owner: string, after?: string, options: CallOptions = {}): Promise<OwnerExport> {
    const query = after === undefined ? {} : { after }
    return this.transport.open(
      sending => calls.exportOwner({ ...sending, path: { owner }, query }),
      options
    )
  }

  /** All of the owner's stories. */
  async *exportedStories(
    owner: string,
    options: CallOptions = {}
  ): AsyncGenerator<Story, void, undefined> {
    for (let after: string | undefined; ;) {
      const { stories, next } = await this.exportOwner(owner, after, options)
      yield* stories
      if (next === null) return
      after = next
    }
  }
}

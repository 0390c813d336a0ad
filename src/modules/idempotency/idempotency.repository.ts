import { Injectable } from '@nestjs/common'
import { sql } from 'kysely'
import { Database } from '#core/database/database.js'
import type { KeptError } from '#core/database/schema.js'

/** A request as its key names it. */
export interface KeyedRequest {
  readonly owner: string
  readonly route: string
  readonly key: string
}

export interface Taken {
  readonly fingerprint: string
  readonly state: 'running' | 'done'
  readonly storyId: string | null
  readonly error: KeptError | null
}

interface NewClaim {
  readonly request: KeyedRequest
  readonly fingerprint: string
  readonly claimId: string
  readonly leaseSeconds: number
  readonly keepSeconds: number
}

/** Every query names the owner. */
@Injectable()
export class IdempotencyRepository {
  constructor(private readonly database: Database) {}

  /**
   * Takes the key when nobody has it, when it has expired, or when the process that ran the same
   * request has died. Otherwise tells who has it.
   */
  async claim(wanted: NewClaim): Promise<Taken | undefined> {
    for (;;) {
      if (await this.tryToClaim(wanted)) return undefined
      const taken = await this.find(wanted.request)
      // Given back in between.
      if (taken !== undefined) return taken
    }
  }

  private async tryToClaim(wanted: NewClaim): Promise<boolean> {
    const { request, fingerprint, claimId, leaseSeconds, keepSeconds } = wanted
    const { rows } = await sql`
      INSERT INTO idempotency_keys AS old
        (owner, route, key, fingerprint, claim_id, state, lease_until, expires_at)
      VALUES (${request.owner}, ${request.route}, ${request.key}, ${fingerprint},
        ${claimId}::uuid, 'running', now() + make_interval(secs => ${leaseSeconds}),
        now() + make_interval(secs => ${keepSeconds}))
      ON CONFLICT (owner, route, key) DO UPDATE SET
        fingerprint = excluded.fingerprint, claim_id = excluded.claim_id, state = 'running',
        lease_until = excluded.lease_until, story_id = NULL, error = NULL,
        expires_at = excluded.expires_at
      WHERE old.expires_at < now() OR old.state = 'running' AND old.lease_until < now()
        AND old.fingerprint = excluded.fingerprint
      RETURNING claim_id`.execute(this.database.queries)
    return rows.length > 0
  }

  async find({ owner, route, key }: KeyedRequest): Promise<Taken | undefined> {
    return this.database.queries
      .selectFrom('idempotency_keys')
      .select(['fingerprint', 'state', 'story_id as storyId', 'error'])
      .where('owner', '=', owner)
      .where('route', '=', route)
      .where('key', '=', key)
      .where('expires_at', '>=', sql<Date>`now()`)
      .executeTakeFirst()
  }

  async giveBack({ owner, route, key }: KeyedRequest, claimId: string): Promise<void> {
    await this.database.queries
      .deleteFrom('idempotency_keys')
      .where('owner', '=', owner)
      .where('route', '=', route)
      .where('key', '=', key)
      .where('claim_id', '=', claimId)
      .where('state', '=', 'running')
      .execute()
  }
}

import { Injectable } from '@nestjs/common'
import { sql } from 'kysely'
import { Database, type DatabaseTransaction, type Lane } from '#core/database/database.js'
import { GroupCommit } from '#core/database/group-commit.js'
import { jsonParameter } from '#core/database/parameters/json-parameter.js'
import type { KeptError } from './tables.js'

/** A request with an Idempotency-Key; a key is scoped to an owner and a route. */
export interface KeyedRequest {
  readonly owner: string
  readonly route: string
  readonly key: string
}

/** The stored state of a key. */
export interface Taken {
  readonly fingerprint: string
  readonly state: 'running' | 'done'
  readonly storyId: string | null
  readonly error: KeptError | null
  /** The lease of a running request has ended, so another run of it may take the key over. */
  readonly isAbandoned: boolean
}

export interface NewClaim {
  readonly request: KeyedRequest
  readonly fingerprint: string
  readonly claimId: string
  readonly leaseSeconds: number
  readonly keepSeconds: number
}

/** A claim that waits while nothing is written for longer is refused, and never sent. */
const claimStallMs = 700
const claimStatementMs = 600

interface ClaimRow {
  readonly is_ours: boolean
  /** Null where the holder's row is too new for this statement to see. */
  readonly taken: Taken | null
}

/** Every query names the owner. */
@Injectable()
export class IdempotencyRepository {
  private readonly lane: Lane
  private readonly claims: GroupCommit<NewClaim, ClaimRow>
  /** Claims that wait for their COMMIT. */
  private waiting = 0

  constructor(private readonly database: Database) {
    this.lane = database.openLane(claimStatementMs)
    this.claims = new GroupCommit({
      flush: claims => this.tryToClaim(claims),
      keyOf: ({ claimId }) => claimId,
      hasCompany: () => this.waiting > 1,
      maxStallMs: claimStallMs * database.timeoutFactor
    })
  }

  /**
   * Claims the key if it is free, if it has expired, or if the process that ran the same request has
   * died. Otherwise returns the current holder.
   * @throws StoreUnavailable if PostgreSQL cannot be used; the key may be claimed nevertheless
   */
  async claim(wanted: NewClaim): Promise<Taken | undefined> {
    this.waiting++
    try {
      for (;;) {
        const { is_ours: isOurs, taken } = await this.claims.submit(wanted)
        if (isOurs) return undefined
        if (taken !== null) return taken
      }
    } finally {
      this.waiting--
    }
  }

  private tryToClaim(claims: readonly NewClaim[]): Promise<readonly ClaimRow[]> {
    const rows = claims.map(({ request, fingerprint, claimId, ...times }, n) => ({
      n,
      ...request,
      fingerprint,
      claim_id: claimId,
      lease_seconds: times.leaseSeconds,
      keep_seconds: times.keepSeconds
    }))
    return this.lane.run<ClaimRow>(claimStatement, [jsonParameter(rows)])
  }

  async find({ owner, route, key }: KeyedRequest): Promise<Taken | undefined> {
    return this.database.queries
      .selectFrom('idempotency_keys')
      .select(['fingerprint', 'state', 'story_id as storyId', 'error'])
      .select(sql<boolean>`state = 'running' AND lease_until < now()`.as('isAbandoned'))
      .where('owner', '=', owner)
      .where('route', '=', route)
      .where('key', '=', key)
      .where('expires_at', '>=', sql<Date>`now()`)
      .executeTakeFirst()
  }

  /** Deletes a key and its outcome, so that the request can run again. */
  async forget(
    transaction: DatabaseTransaction,
    { owner, route, key }: KeyedRequest
  ): Promise<void> {
    await transaction
      .deleteFrom('idempotency_keys')
      .where('owner', '=', owner)
      .where('route', '=', route)
      .where('key', '=', key)
      .execute()
  }

  /** Frees the key of a request whose process is known to be dead. */
  async release({ owner, route, key }: KeyedRequest): Promise<void> {
    await this.database.queries
      .deleteFrom('idempotency_keys')
      .where('owner', '=', owner)
      .where('route', '=', route)
      .where('key', '=', key)
      .where('state', '=', 'running')
      .execute()
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

/**
 * Claims many keys at once, in their order, so that two instances do not wait for each other. Of
 * several claims of one key the first counts. A claim that is repeated is still held.
 */
const claimStatement = `
WITH wanted AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS w(n integer, owner text, route text, key text,
    fingerprint text, claim_id uuid, lease_seconds double precision, keep_seconds double precision)
),
claimed AS (
  INSERT INTO idempotency_keys AS known
    (owner, route, key, fingerprint, claim_id, state, lease_until, expires_at)
  SELECT DISTINCT ON (owner, route, key) owner, route, key, fingerprint, claim_id, 'running',
    now() + make_interval(secs => lease_seconds), now() + make_interval(secs => keep_seconds)
  FROM wanted ORDER BY owner, route, key, n
  ON CONFLICT (owner, route, key) DO UPDATE SET
    fingerprint = excluded.fingerprint, claim_id = excluded.claim_id, state = 'running',
    lease_until = excluded.lease_until, story_id = NULL, error = NULL,
    expires_at = excluded.expires_at
  WHERE known.expires_at < now() OR known.claim_id = excluded.claim_id AND known.state = 'running'
    OR known.state = 'running' AND known.lease_until < now()
      AND known.fingerprint = excluded.fingerprint
  RETURNING owner, route, key, claim_id, fingerprint
)
SELECT coalesce(c.claim_id = w.claim_id, false) AS is_ours,
  CASE
    WHEN c.claim_id IS NOT NULL THEN jsonb_build_object('fingerprint', c.fingerprint,
      'state', 'running', 'storyId', NULL, 'error', NULL, 'isAbandoned', false)
    WHEN k.claim_id IS NOT NULL THEN jsonb_build_object('fingerprint', k.fingerprint,
      'state', k.state, 'storyId', k.story_id, 'error', k.error,
      'isAbandoned', k.state = 'running' AND k.lease_until < now())
  END AS taken
FROM wanted w
LEFT JOIN claimed c ON c.owner = w.owner AND c.route = w.route AND c.key = w.key
LEFT JOIN idempotency_keys k ON c.claim_id IS NULL
  AND k.owner = w.owner AND k.route = w.route AND k.key = w.key AND k.expires_at >= now()
ORDER BY w.n`

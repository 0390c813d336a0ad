/** Window of both per-IP limits. */
export const windowMs = 60_000

/** Maximum number of addresses with counts in memory, per limit: about 10 MB. */
export const maxAddresses = 50_000

/** Maximum number of owners with counts in memory, per policy. */
export const maxOwners = 50_000

/** Window of both per-IP limits. */
export const windowMs = 60_000

/** Bounds the memory of a per-IP limit to about 10 MB. */
export const maxAddresses = 50_000

/** Bounds the memory of the owners' limits, per policy. */
export const maxOwners = 50_000

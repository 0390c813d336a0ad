/** Both limits of strangers count by the minute. */
export const windowMs = 60_000

/** Some 10 MB at most; more addresses than that in one minute are no longer a matter of counting. */
export const maxAddresses = 50_000

/** As many owners, for each of their windows. */
export const maxOwners = 50_000

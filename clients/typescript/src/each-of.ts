interface Page<T> {
  readonly results: readonly T[]
  readonly pagination: { readonly nextCursor: string | null }
}

/** All items of all pages, in the order of the list. */
export async function* eachOf<T>(
  read: (position: { readonly cursor?: string }) => Promise<Page<T>>
): AsyncGenerator<T, void, undefined> {
  for (let cursor: string | null | undefined; cursor !== null;) {
    const { results, pagination } = await read(cursor === undefined ? {} : { cursor })
    yield* results
    cursor = pagination.nextCursor
  }
}

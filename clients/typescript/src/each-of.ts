interface Page<T> {
  readonly results: readonly T[]
  readonly pagination: { readonly totalPages: number }
}

/** All items of all pages. New items at the front shift the pages, so items that were seen are skipped. */
export async function* eachOf<T extends { readonly id: string }>(
  read: (page: number) => Promise<Page<T>>
): AsyncGenerator<T, void, undefined> {
  const seen = new Set<string>()
  for (let page = 1, pages = 1; page <= pages; page++) {
    const { results, pagination } = await read(page)
    pages = pagination.totalPages
    for (const each of results) {
      if (seen.has(each.id)) continue
      seen.add(each.id)
      yield each
    }
  }
}

interface Page<T> {
  readonly results: readonly T[]
  readonly pagination: { readonly totalPages: number }
}

/** Everything on all pages. A list that grows at its front pushes on what was seen: none comes twice. */
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

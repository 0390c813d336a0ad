/** A result and its response, whose body has been read. */
export interface WithResponse<T> {
  readonly data: T
  readonly response: Response
}

/** A promise of the result. `withResponse()` also gives the status and the headers. */
export interface Answer<T> extends Promise<T> {
  withResponse(): Promise<WithResponse<T>>
}

/** @param resultOf the result in the body of the response */
export function answerOf<B, T>(
  answered: Promise<WithResponse<B>>,
  resultOf: (body: B) => T
): Answer<T> {
  const result = answered.then(({ data }) => resultOf(data))
  return Object.assign(result, {
    withResponse: async (): Promise<WithResponse<T>> => {
      // The failure is reported by the promise that this function returns.
      result.catch(() => undefined)
      const { data, response } = await answered
      return { data: resultOf(data), response }
    }
  })
}

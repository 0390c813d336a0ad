import type { IDefaultPolicyContext } from 'cockatiel'
import { OwnPolicy } from './own-policy.js'

/** Rejects with the signal's reason when it aborts, without waiting for the work to notice. */
export class UntilAbortedPolicy extends OwnPolicy<IDefaultPolicyContext> {
  async execute<T>(
    work: (context: IDefaultPolicyContext) => PromiseLike<T> | T,
    signal: AbortSignal
  ): Promise<T> {
    signal.throwIfAborted()
    const { promise: aborted, reject } = Promise.withResolvers<never>()
    const onAbort = (): void => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      return await Promise.race([work({ signal }), aborted])
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }
}

import { noop, type IDefaultPolicyContext, type IPolicy } from 'cockatiel'

/** Base of the policies that cockatiel does not have. Nothing listens to their success or failure. */
export abstract class OwnPolicy<
  Context extends IDefaultPolicyContext,
  Alternative = never
> implements IPolicy<Context, Alternative> {
  declare readonly _altReturn: Alternative
  readonly onSuccess = noop.onSuccess
  readonly onFailure = noop.onFailure

  abstract execute<T>(
    work: (context: Context) => PromiseLike<T> | T,
    signal: AbortSignal
  ): Promise<T | Alternative>
}

/** A body that its caller does not change. */
export type Frozen<T> = T extends (infer E)[]
  ? readonly E[]
  : T extends object
    ? { readonly [K in keyof T]: Frozen<T[K]> }
    : T

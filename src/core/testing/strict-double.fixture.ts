/** A double with some members of a class. Using any other member fails the test with its name. */
export function strictDouble<T extends object>(members: Partial<T>): T {
  return new Proxy(members, {
    get(target, name) {
      if (name in target) return Reflect.get(target, name) as unknown
      throw new Error(`unexpected use of ${String(name)}`)
    }
  }) as T
}

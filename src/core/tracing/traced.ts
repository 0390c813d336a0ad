import { currentTrace } from '#core/context/request-context.js'
import type { SpanAttributes, StepOptions } from '#core/context/request-trace.js'

const plain: StepOptions = {}

/** Runs `work` as a step of the current request; returns or throws what `work` does. */
export function traced<T>(name: string, work: () => T, options: StepOptions = plain): T {
  const trace = currentTrace()
  return trace === undefined ? work() : trace.step(name, options, work)
}

/** Makes a method a step of the current request. */
export function Traced(name: string, options: StepOptions = plain): MethodDecorator {
  return (_target, _name, descriptor: PropertyDescriptor) => {
    const method = descriptor.value as (...values: unknown[]) => unknown
    descriptor.value = function (this: unknown, ...values: unknown[]): unknown {
      const trace = currentTrace()
      if (trace === undefined) return method.apply(this, values)
      return trace.step(name, options, () => method.apply(this, values))
    }
  }
}

/** Adds attributes to the current step, or to the request outside of any step. */
export function note(attributes: SpanAttributes): void {
  currentTrace()?.note(attributes)
}

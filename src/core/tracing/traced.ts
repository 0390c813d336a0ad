import { currentTracer, type SpanAttributes, type StepOptions } from './tracer.js'

const plain: StepOptions = {}

/** Runs `work` as a step of the request that is being served; what it gives or throws is its own. */
export function traced<T>(name: string, work: () => T, options: StepOptions = plain): T {
  const tracer = currentTracer()
  return tracer === undefined ? work() : tracer.step(name, options, work)
}

/** The method is a step of the request that is being served. */
export function Traced(name: string, options: StepOptions = plain): MethodDecorator {
  return (_target, _name, descriptor: PropertyDescriptor) => {
    const method = descriptor.value as (...values: unknown[]) => unknown
    descriptor.value = function (this: unknown, ...values: unknown[]): unknown {
      const tracer = currentTracer()
      if (tracer === undefined) return method.apply(this, values)
      return tracer.step(name, options, () => method.apply(this, values))
    }
  }
}

/** Adds to the step that is running, or to the request when none is. */
export function note(attributes: SpanAttributes): void {
  currentTracer()?.note(attributes)
}

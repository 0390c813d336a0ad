import { runInContext, type RequestContext } from '../context/request-context.js'
import { traced, Traced } from './traced.js'
import { traceWith, type Tracer } from './tracer.js'

class Greeter {
  constructor(private readonly word: string) {}

  @Traced('greet')
  async greet(name: string): Promise<string> {
    if (name === '') throw new Error('nobody')
    return `${this.word}, ${name}`
  }
}

/** Remembers the names of steps. */
function listener(): { readonly steps: readonly string[]; readonly tracer: Tracer } {
  const steps: string[] = []
  const step: Tracer['step'] = (name, _options, work) => {
    steps.push(name)
    return work()
  }
  return { steps, tracer: { step } as Partial<Tracer> as Tracer }
}

describe.each([
  ['without a tracer', []],
  ['with one', ['greet', 'greet', 'count']]
])('A step, %s,', (_, told) => {
  const { steps, tracer } = listener()
  const request = {} as RequestContext
  if (told.length > 0) traceWith(request, tracer)

  it('gives what its work gives, with its own `this` and arguments', () =>
    runInContext(request, async () => {
      await expect(new Greeter('Hello').greet('fox')).resolves.toBe('Hello, fox')
      await expect(new Greeter('Hello').greet('')).rejects.toThrow('nobody')
      expect(traced('count', () => 3)).toBe(3)
      expect(steps).toEqual(told)
    }))
})

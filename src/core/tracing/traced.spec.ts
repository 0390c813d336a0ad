import { runInContext, type RequestContext } from '../context/request-context.js'
import { traced, Traced } from './traced.js'
import type { RequestTrace } from '../context/request-trace.js'

class Greeter {
  constructor(private readonly word: string) {}

  @Traced('greet')
  async greet(name: string): Promise<string> {
    if (name === '') throw new Error('nobody')
    return `${this.word}, ${name}`
  }
}

/** Records the names of steps. */
function recorder(): { readonly steps: readonly string[]; readonly trace: RequestTrace } {
  const steps: string[] = []
  const step: RequestTrace['step'] = (name, _options, work) => {
    steps.push(name)
    return work()
  }
  return { steps, trace: { step } as Partial<RequestTrace> as RequestTrace }
}

describe.each([
  ['without a trace', []],
  ['with a trace', ['greet', 'greet', 'count']]
])('A step, %s,', (_, expected) => {
  const { steps, trace } = recorder()
  const request = (expected.length > 0 ? { trace } : {}) as RequestContext

  it('returns the result of its work, which gets its own `this` and arguments', () =>
    runInContext(request, async () => {
      await expect(new Greeter('Hello').greet('fox')).resolves.toBe('Hello, fox')
      await expect(new Greeter('Hello').greet('')).rejects.toThrow('nobody')
      expect(traced('count', () => 3)).toBe(3)
      expect(steps).toEqual(expected)
    }))
})

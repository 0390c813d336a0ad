import type { FaultName } from '../../../tools/simulator/faults/faults.ts'
import { startSimulator, type Simulator } from '../../../tools/simulator/simulator.ts'
import { generate } from '../../harness/fixtures/requests.js'
import { startService } from '../../harness/service/service.js'

let simulator: Simulator

beforeAll(async () => {
  simulator = await startSimulator()
})
afterAll(() => simulator.close())
beforeEach(() => simulator.reset())

const chats = () => simulator.requests().filter(({ path }) => path === '/v1/chat/completions')

type Body = Readonly<Record<string, unknown>>

describe('A server that does not support an option', () => {
  it.each<[string, readonly FaultName[], string, (body: Body) => unknown, unknown]>([
    [
      'no json_schema',
      ['no-json-schema'],
      'auto',
      body => body['response_format'],
      { type: 'json_object' }
    ],
    [
      'no response_format',
      ['no-response-format'],
      'auto',
      body => body['response_format'],
      undefined
    ],
    [
      'no max_tokens',
      ['no-max-tokens'],
      'compatible',
      body => body['max_completion_tokens'],
      expect.any(Number)
    ],
    [
      'no max_completion_tokens',
      ['no-max-completion-tokens'],
      'openai',
      body => body['max_tokens'],
      expect.any(Number)
    ],
    ['no temperature', ['no-temperature'], 'auto', body => body['temperature'], undefined],
    [
      'no identifier of the owner',
      ['no-safety-identifier'],
      'auto',
      body => body['safety_identifier'],
      undefined
    ],
    ['no moderation', ['no-moderation'], 'auto', body => body['moderation'], undefined],
    [
      'none of all these',
      ['no-response-format', 'no-max-tokens', 'no-temperature'],
      'auto',
      body => [body['response_format'], body['temperature'], body['max_tokens']],
      [undefined, undefined, undefined]
    ]
  ])(
    '(%s) gets one request with it, and the result is remembered',
    async (_, faults, profile, read, wanted) => {
      const service = await startService({
        OPENAI_BASE_URL: simulator.baseUrl,
        OPENAI_PROFILE: profile,
        OPENAI_SAFETY_IDENTIFIER: 'always',
        OPENAI_INLINE_MODERATION: 'always',
        MODERATION: 'output'
      })
      simulator.setFaults(faults.map(fault => ({ fault })))
      const first = await generate(service.url)
      const learning = chats().length
      const second = await generate(service.url)
      await service.close()
      expect([first.status, second.status]).toEqual([200, 200])
      expect(learning).toBeGreaterThan(1)
      expect(chats()).toHaveLength(learning + 1)
      expect(read(chats().at(-1)?.body as Body)).toEqual(wanted)
    }
  )
})

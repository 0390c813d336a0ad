import type { ChatCompletionChunk } from 'openai/resources'
import { StreamedAnswer } from './streamed-answer.js'
import { countTokens } from '#modules/llm/usage/token-count.js'

/** A chunk as servers send it, which is not always as the type says. */
function chunk(value: object): ChatCompletionChunk {
  return value as ChatCompletionChunk
}

const said = (delta: object, finish: string | null = null): ChatCompletionChunk =>
  chunk({ choices: [{ index: 0, delta, finish_reason: finish }] })
const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }

function put(...chunks: readonly ChatCompletionChunk[]): StreamedAnswer {
  const answer = new StreamedAnswer()
  for (const one of chunks) answer.add(one)
  return answer
}

describe('StreamedAnswer', () => {
  it('is the text of its chunks, and gives what each adds', () => {
    const answer = new StreamedAnswer()
    expect(answer.add(said({ role: 'assistant', content: '' }))).toBe('')
    expect(answer.add(said({ content: 'The ' }))).toBe('The ')
    expect(answer.add(said({ content: 'fox' }))).toBe('fox')
    expect(answer.text).toBe('The fox')
    expect(answer.tokenCounter.total).toBe(countTokens('The fox'))
  })

  it('takes chunks without choices, delta, model or content', () => {
    const odd = [{}, { choices: [] }, { choices: [{}] }, { choices: [{ delta: {} }] }]
    expect(put(...odd.map(chunk)).text).toBe('')
  })

  it('keeps the model of the chunk that named it', () => {
    expect(put(chunk({ model: 'a-model', choices: [] }), said({ content: 'x' })).model).toBe(
      'a-model'
    )
  })

  it.each([
    ['a refusal', put(said({ refusal: 'I can' }), said({ refusal: 'not' }, 'stop')), 'refusal'],
    ['a content filter', put(said({ content: 'x' }, 'content_filter')), 'content_filter'],
    ['an end without a reason', put(said({ content: 'x' })), 'connection_lost'],
    ['a stop', put(said({ content: 'x' }, 'stop')), undefined],
    ['usage without a reason', put(said({ content: 'x' }), chunk({ usage })), undefined]
  ])('knows %s by its end', (_, answer, fault) => {
    expect(answer.fault).toBe(fault)
  })

  it('knows that it was cut off, also when a chunk without a reason follows', () => {
    const answer = put(said({ content: 'x' }, 'length'), chunk({ choices: [], usage }))
    expect(answer.isTruncated).toBe(true)
    expect(answer.usage).toEqual(usage)
  })

  it('counts a refusal’s tokens, which are billed as well', () => {
    const refusal = 'I cannot help with that.'
    expect(put(said({ refusal })).tokenCounter.total).toBe(countTokens(refusal))
  })
})

import type { ChatCompletionChunk } from 'openai/resources'
import { countTokens } from '#modules/llm/usage/token-count.js'
import { StreamedAnswer } from './streamed-answer.js'

/** A chunk with some of its fields only. */
function chunk(value: object): ChatCompletionChunk {
  return value as ChatCompletionChunk
}

const delta = (fields: object, finish: string | null = null): ChatCompletionChunk =>
  chunk({ choices: [{ index: 0, delta: fields, finish_reason: finish }] })
const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 }

function put(...chunks: readonly ChatCompletionChunk[]): StreamedAnswer {
  const answer = new StreamedAnswer()
  for (const one of chunks) answer.add(one)
  return answer
}

describe('StreamedAnswer', () => {
  it('concatenates its chunks and returns the text that each chunk adds', () => {
    const answer = new StreamedAnswer()
    expect(answer.add(delta({ role: 'assistant', content: '' }))).toBe('')
    expect(answer.add(delta({ content: 'The ' }))).toBe('The ')
    expect(answer.add(delta({ content: 'fox' }))).toBe('fox')
    expect(answer.text).toBe('The fox')
    expect(answer.tokenCounter.total).toBe(countTokens('The fox'))
  })

  it('keeps the model, finish reason and usage of the chunks that contain them', () => {
    const named = { model: 'a-model', choices: [], usage }
    const answer = put(delta({ content: 'x' }, 'length'), chunk(named), delta({}))
    expect(answer).toMatchObject({ model: 'a-model', finish: 'length' })
    expect(answer.usage).toMatchObject({ promptTokens: 1, completionTokens: 2 })
  })

  it('counts the tokens of a refusal, which are billed too', () => {
    const refusal = 'I cannot help with that.'
    expect(put(delta({ refusal })).tokenCounter.total).toBe(countTokens(refusal))
  })
})

/**
 * How an answer ended, by the word that the server gives:
 * - `ended`: the model stopped by itself.
 * - `cut`: at a limit, or for a reason that is not known.
 * - `filtered`: by a filter of the provider's.
 * - `failed`: by a fault.
 */
export type Finish = 'ended' | 'cut' | 'filtered' | 'failed'

const finishes: Readonly<Record<string, Finish | undefined>> = {
  stop: 'ended',
  eos: 'ended',
  end_turn: 'ended',
  stop_sequence: 'ended',
  tool_calls: 'ended',
  function_call: 'ended',
  content_filter: 'filtered',
  sensitive: 'filtered',
  safety: 'filtered',
  prohibited_content: 'filtered',
  recitation: 'filtered',
  refusal: 'filtered',
  error: 'failed',
  network_error: 'failed',
  abort: 'failed',
  aborted: 'failed'
}

export function readFinish(word: string | null | undefined): Finish {
  return finishes[word?.toLowerCase() ?? ''] ?? 'cut'
}

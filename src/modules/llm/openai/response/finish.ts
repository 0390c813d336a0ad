/**
 * How an answer ended, by the finish reason:
 * - `ended`: normally.
 * - `cut`: at a limit, or for an unknown reason.
 * - `filtered`: by a content filter of the provider.
 * - `failed`: with an error.
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

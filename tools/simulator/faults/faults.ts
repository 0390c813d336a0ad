/**
 * Faults by group. A call gets at most one fault of a group, the first that matches; faults of
 * different groups combine. A fault of the group `answer` replaces the response, so no content fault
 * is used up by it.
 */
export const faultGroups = {
  answer: [
    'status-400',
    'status-401',
    'status-403',
    'status-404',
    'status-408',
    'status-409',
    'status-429',
    'insufficient-quota',
    'status-500',
    'status-502',
    'status-503',
    'context-length',
    'silent',
    'reset',
    'no-json-schema',
    'no-response-format',
    'no-max-completion-tokens',
    'no-max-tokens',
    'no-temperature',
    'no-safety-identifier',
    'no-moderation'
  ],
  firstByte: ['slow-first-byte', 'held'],
  pace: ['slow-stream'],
  interruption: ['stall', 'cut-stream'],
  keywords: ['omit-keywords'],
  length: ['too-short', 'too-long', 'short-above-900'],
  cast: ['favourite-name'],
  facts: ['contradiction'],
  repetition: ['repeat-paragraph', 'repeat-endlessly'],
  title: ['markdown-title'],
  prose: ['markdown-content'],
  shape: [
    'off-schema',
    'refusal',
    'truncation',
    'content-filter',
    'empty-choices',
    'empty-content',
    'broken-json',
    'plain-text',
    'fenced-json'
  ],
  usage: ['no-usage'],
  model: ['other-model']
} as const

export type FaultGroup = keyof typeof faultGroups
export type FaultName = (typeof faultGroups)[FaultGroup][number]

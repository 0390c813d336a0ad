import { aiMark } from '#modules/stories/domain/story.js'

export const bookExample = {
  id: '0f4a8f0e-53cb-4a4b-9d5a-8a5d9a0d6d3e',
  state: 'running',
  title: 'The Long Tide',
  keywords: ['lighthouse', 'storm', 'letter'],
  genre: 'mystery',
  tone: 'mysterious',
  language: 'en',
  audience: 'general',
  outline: [
    { title: 'Ebb', events: 'Mara finds a letter in the lighthouse.' },
    { title: 'Flood', events: 'A storm takes the letter back.' }
  ],
  codex: [{ kind: 'person', name: 'Mara', facts: ['is 51 years old'] }],
  sections: [
    {
      number: 1,
      storyId: '3f0c2a52-7a0e-4d0b-9a3e-0c4b1f6f2d11',
      title: 'Ebb',
      content: 'Mara was fifty-one when she found the letter.',
      words: 8,
      edited: false
    }
  ],
  contradictions: [
    {
      kind: 'age',
      first: { section: 0, quote: 'Mara is 51 years old' },
      second: { section: 2, quote: 'Mara was forty that spring.' }
    }
  ],
  progress: { sections: 1, plannedSections: 3, words: 8, wordsTotal: 2000, writing: true },
  costUsd: 0.0021,
  error: null,
  ...aiMark,
  createdAt: '2026-12-01T09:30:00.000Z',
  updatedAt: '2026-12-01T09:31:00.000Z'
} as const

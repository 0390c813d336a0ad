import type { Family } from './tongue.ts'

/** Genres are free text in any language, so families are known by pieces of words. */
const signs: readonly (readonly [RegExp, Family])[] = [
  [/fairy|märchen|marchen|cuento|conte|童話|おとぎ/, 'fairy-tale'],
  [/sci|space|cyber|robot|future|ficci|zukunft|宇宙|科学/, 'science-fiction'],
  [/horror|ghost|terror|gothic|grusel|horreur|ホラー|怪談/, 'horror'],
  [/myster|detect|crime|thriller|noir|krimi|polic|misterio|推理/, 'mystery'],
  [/fantas|magi|myth|dragon|ファンタジー/, 'fantasy'],
  [/roman|love|liebe|amor|amour|恋/, 'romance'],
  [/advent|abenteuer|aventur|action|western|pirat|冒険/, 'adventure'],
  [/histor|victorian|medieval|war|歴史/, 'historical']
]

export function familyOf(genre: string, audience: string): Family {
  const folded = genre.toLowerCase()
  const family = signs.find(([sign]) => sign.test(folded))?.[1] ?? 'generic'
  // Children get the riddle without the dread.
  return family === 'horror' && audience === 'children' ? 'mystery' : family
}

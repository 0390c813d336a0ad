import {
  changed,
  withEndings,
  type EndingRule,
  type WordForms
} from '#modules/stories/checks/words/word-forms.js'

const rules: readonly EndingRule[] = [
  [/ा$/, 'े ों ो ी ीं'],
  [/या$/, 'ए ये यी ई यों'],
  [/ी$/, 'ियां ियों ियो'],
  [/ि$/, 'ियां ियों'],
  [/िया$/, 'ियां ियों'],
  [/ू$/, 'ुओं ुएं'],
  [/(?<=[ुाोे])$/, 'ओं एं'],
  [/(?<=\p{Script=Devanagari}\p{L})$/u, 'ें ों ो'],
  [/ं$/, 'ओं']
]

const verbEndings =
  'ता ते ती तीं या ये यी ए ई ईं ा े ी ीं कर के ने ना नी ूंगा ेगा ेगी ेंगे ेंगी ओ ो िए िये ें ूं एगा एगी एंगे'

/** Folded: one nasal sign, no dots below letters. */
export function hindiForms(word: string): WordForms {
  if (word.length < 2) return { forms: new Set([word]) }
  const stem = word.length > 3 && word.endsWith('ना') ? word.slice(0, -2) : undefined
  return {
    forms: new Set([
      word,
      ...changed(word, rules),
      ...(stem === undefined ? [] : withEndings(stem, verbEndings))
    ])
  }
}

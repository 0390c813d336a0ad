import { checkKeywords } from './keyword-check.ts'

/** The keywords that are used in a text, and those that are missing. */
export function usedAndMissing(keywords: readonly string[], text: string, language: string) {
  const checks = checkKeywords(keywords, text, language)
  const keywordsWith = (wanted: string) =>
    checks.filter(({ result }) => result === wanted).map(({ keyword }) => keyword)
  return { used: keywordsWith('used'), missing: keywordsWith('missing') }
}

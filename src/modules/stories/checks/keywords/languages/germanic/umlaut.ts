/** With an umlaut in the last syllable of the stem. */
export function withUmlaut(word: string): string | undefined {
  const changedWord = word
    .replace(/au(?=[^aeiouäöü]*$)/, 'äu')
    .replace(/a(?=[^aeiouäöü]*$)/, 'ä')
    .replace(/o(?=[^aeiouäöü]*$)/, 'ö')
    .replace(/(?<![aäe])u(?=[^aeiouäöü]*$)/, 'ü')
  return changedWord === word ? undefined : changedWord
}

import type { Hit } from '../words/literal-match.js'

/**
 * The lines of a content that are no part of the story: headings, items of lists, and notes such as
 * "Keywords: fox, lantern". A keyword in them is not used.
 *
 * @param content folded
 */
export function linesOutsideStory(content: string): readonly Hit[] {
  const outside: Hit[] = []
  let previousItem: Hit | undefined
  for (let start = 0; start < content.length;) {
    const lineEnd = content.indexOf('\n', start)
    const end = lineEnd < 0 ? content.length : lineEnd
    const line = { start, end }
    const text = content.slice(start, Math.min(end, start + longestLine)).trim()
    if (isItem(text)) {
      // One line with a bullet may be speech; a list has several.
      if (previousItem !== undefined) outside.push(previousItem, line)
      previousItem = line
    } else if (text !== '') {
      previousItem = undefined
      if (isHeading.test(text) || isNote.test(text)) outside.push(line)
    }
    start = end + 1
  }
  return outside
}

/** Longer lines are paragraphs. UTF-16 code units. */
const longestLine = 500

/** An item of a list is no sentence. */
function isItem(line: string): boolean {
  return /^(?:[-*•·–]|\d{1,2}[.)])\s/u.test(line) && !/[.!?…»“”"'。！？।؟]$/u.test(line)
}

const isHeading =
  /^(?:#{1,6}\s|(?:chapter|part|kapitel|teil|chapitre|partie|capítulo|parte|capitolo|hoofdstuk|deel|глава|часть|rozdział|bölüm|الفصل|פרק|فصل|अध्याय|제\s?\d+\s?장|第.{1,3}章)(?:\s+[\divxlc]{1,6}\b)?[^.!?。]{0,80}$)/u

const isNote =
  /^[([*_]{0,3}(?:note|notes|keywords?|keywords used|used keywords|tags|author's note|word count|words|schlüsselwörter|schlagwörter|stichwörter|anmerkung|hinweis|mots[- ]clés|remarque|palabras clave|nota|parole chiave|palavras-chave|trefwoorden|opmerking|ключевые слова|примечание|słowa kluczowe|uwaga|anahtar kelimeler|not|الكلمات المفتاحية|ملاحظة|מילות מפתח|הערה|کلیدواژه‌?ها|یادداشت|मुख्य शब्द|कीवर्ड|टिप्पणी|키워드|참고|关键词|關鍵詞|注|キーワード|注記|คำสำคัญ|หมายเหตุ|từ khóa|ghi chú)\s?[*_]{0,3}\s?[:：]/u

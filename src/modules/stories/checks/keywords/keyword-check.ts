import type { KeywordEvidence } from '#modules/stories/domain/story-checks.js'
import { languageOf } from '#modules/stories/domain/word-segmenter.js'
import { findKeyword } from './find-keyword.js'
import { isPlausibleForm } from './plausible-form.js'
import type { Hit } from '../words/literal-match.js'
import { openContent, type Content } from './content.js'

/** The form of a keyword that the model says it used. */
export interface NamedForm {
  readonly keyword: string
  readonly form: string
}

/**
 * Finds keywords in a story: as words, in any form that the language licenses, in any case. A
 * doubtful match is not used, because a keyword that is reported as used must be there. A form that
 * only the model names is unconfirmed if the content has it.
 *
 * @param language a BCP 47 tag; it decides the forms
 */
export function checkKeywords(
  keywords: readonly string[],
  content: string,
  language: string,
  namedForms: readonly NamedForm[] = []
): readonly KeywordEvidence[] {
  const opened = openContent(content, languageOf(language))
  return keywords.map(keyword => checkKeyword(keyword, opened, namedForms))
}

function checkKeyword(
  keyword: string,
  content: Content,
  namedForms: readonly NamedForm[]
): KeywordEvidence {
  const { exact, inflected } = findKeyword(keyword, content)
  const hits = [...exact, ...inflected]
  if (hits.length > 0) {
    const evidence = exact.length > 0 ? 'exact' : 'inflected'
    return { keyword, result: 'used', ...placesOf(hits, content), evidence }
  }
  const named = namedHits(keyword, content, namedForms)
  if (named.length === 0) return { keyword, result: 'missing', at: [] }
  return { keyword, result: 'unconfirmed', ...placesOf(named, content), evidence: 'model' }
}

/** The model is not believed: the form must be in the content and resemble the keyword. */
function namedHits(
  keyword: string,
  content: Content,
  namedForms: readonly NamedForm[]
): readonly Hit[] {
  const asked = content.fold(keyword)
  return namedForms
    .filter(
      named =>
        content.fold(named.keyword) === asked && isPlausibleForm(asked, content.fold(named.form))
    )
    .flatMap(({ form }) => findKeyword(form, content).exact)
}

function placesOf(hits: readonly Hit[], content: Content): Pick<KeywordEvidence, 'form' | 'at'> {
  const [first] = hits
  const at = hits.map(({ start }) => content.original(start))
  return {
    form: first && content.text.slice(content.original(first.start), content.original(first.end)),
    at: [...new Set(at)].toSorted((one, other) => one - other)
  }
}

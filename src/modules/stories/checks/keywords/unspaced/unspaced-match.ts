import { wordSegmenter } from '#modules/stories/domain/word-segmenter.js'
import { lazy, rowsByWord, wordSet } from '../../words/word-forms.js'
import { isAligned, literalHits, type Hit } from '../../words/literal-match.js'
import { japaneseForms } from './japanese-inflection.js'
import { japaneseSpellings } from './japanese-words.js'

interface Search {
  readonly text: string
  readonly language: string
  /** The words of the text, found when they are first needed. */
  readonly words: () => Intl.Segments
}

export interface UnspacedHits {
  readonly exact: readonly Hit[]
  readonly inflected: readonly Hit[]
}

/**
 * The places where a text contains a keyword in a script without spaces. A keyword of one character must
 * be a whole word. A longer one may be part of a compound (森林 in 森林公園), but must not overlap two
 * words (京都 in 東京都). A short keyword in a phonetic script must be whole words (タイ is not in タイヤ).
 *
 * @param keyword folded, like the text
 */
export function unspacedHits(keyword: string, text: string, language: string): UnspacedHits {
  const search = { text, language, words: lazy(() => wordSegmenter(language).segment(text)) }
  const exact = hitsOf(keyword, search)
  if (exact.length > 0) return { exact, inflected: [] }
  if (language === 'zh') return { exact: [], inflected: hitsOfNumeral(keyword, search) }
  if (language !== 'ja') return { exact, inflected: [] }
  const others = spellingsOf(keyword).flatMap(other => hitsOf(other, search))
  return { exact: others, inflected: inflectedHits(keyword, search) }
}

/** The text has 三 for 3. */
function hitsOfNumeral(keyword: string, { text, words }: Search): readonly Hit[] {
  const numeral = /^[3-9]$/.test(keyword) ? '三四五六七八九'.charAt(Number(keyword) - 3) : ''
  if (numeral === '') return []
  return literalHits(numeral, text).filter(
    ({ start }) => words().containing(start)?.index === start
  )
}

function hitsOf(keyword: string, search: Search): readonly Hit[] {
  const hits = literalHits(keyword, search.text)
  if (hits.length === 0) return hits
  if (keyword.length === 1 && ideographs.test(keyword)) {
    return hits.filter(hit => isOneWord(hit, keyword, search))
  }
  if (katakana.test(keyword)) return hits.flatMap(hit => katakanaHit(hit, search))
  if (keyword.length >= (manyLetters.test(keyword) ? 6 : 4)) return hits
  const mayBePart = ideographs.test(keyword)
  return hits.filter(
    hit =>
      (isAligned(search.words(), search.text, hit) && !isStem(hit, keyword, search)) ||
      (mayBePart && isInOne(search.words(), hit)) ||
      followsClassifier(hit, search)
  )
}

/** Scripts with several letters a syllable, in which four letters often match by accident. */
const manyLetters = /[\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
const ideographs = /^\p{sc=Han}+$/u
const katakana = /^[\p{sc=Katakana}ー]+$/u

function isInOne(segments: Intl.Segments, { start, end }: Hit): boolean {
  const word = segments.containing(start)
  return word !== undefined && end <= word.index + word.segment.length
}

/** ロボット in ロボットアーム, コンピュータ in コンピューター, but not ビジネス in ビジネスマン. */
function katakanaHit(hit: Hit, { text, words }: Search): readonly Hit[] {
  const end = text.charAt(hit.end) === 'ー' ? hit.end + 1 : hit.end
  const whole = { start: hit.start, end }
  if (!isAligned(words(), text, whole)) return []
  const isShort = hit.end - hit.start < 4
  const touches = [text.charAt(hit.start - 1), text.charAt(end)].some(each => katakana.test(each))
  return isShort && touches ? [] : [whole]
}

/** 美味 in 美味しい is the stem of another word. */
function isStem({ end }: Hit, keyword: string, { text, language }: Search): boolean {
  return (
    language === 'ja' &&
    ideographs.test(keyword) &&
    !mayFollow.test(text.slice(end, end + 3)) &&
    !noun.test(text.slice(end, end + 2))
  )
}

/** する makes a verb of a noun. */
const noun = /^(?:し[たてまな、]|す[るれ]|さ[れせ]|でき)/u

/** What may follow a noun in Japanese: no letter of kana, a particle or a copula. */
const mayFollow =
  /^(?![\p{sc=Hiragana}])|^(?:[がのはをにでともへや]|から|かも|か[。、？?]|より|よ[。！、]|ね[。！、]|な[のんらど]|だ|じゃ|たち|さ[んま]|ちゃん|くん|しか|さえ|ばかり|まで|すら)/u

function isOneWord(hit: Hit, keyword: string, search: Search): boolean {
  return search.language === 'ja'
    ? isJapaneseWord(hit, keyword, search)
    : isChineseWord(hit, keyword, search)
}

function isJapaneseWord({ start, end }: Hit, keyword: string, { text }: Search): boolean {
  const before = text.charAt(start - 1)
  const { animals, attributes } = tables()
  const isFree = !ideographs.test(before) || (animals.has(keyword) && attributes.has(before))
  const after = text.slice(end, end + 3)
  return isFree && !ideographs.test(after.charAt(0)) && mayFollow.test(after)
}

/** ICU divides an unknown word into single characters, so next to another one it is doubtful. */
function isChineseWord(hit: Hit, keyword: string, { words }: Search): boolean {
  const { animals, functional, sizes } = tables()
  const word = words().containing(hit.start)
  if (word === undefined) return false
  const { segment, index } = word
  if (segment.length === 2 && animals.has(keyword) && sizes.has(segment.charAt(0))) return true
  if (/^[我你他她它]..?$/u.test(segment) && /^.[^]们?[我你他她它]$/u.test(segment)) {
    return hit.start > index && !functional.has(keyword)
  }
  if (segment !== keyword) return false
  const before = segmentAt(words(), index - 1)
  const after = segmentAt(words(), hit.end)
  const isPlain = (other: string): boolean =>
    other.length !== 1 || !ideographs.test(other) || functional.has(other)
  return (isPlain(before) || sizes.has(before)) && isPlain(after)
}

function segmentAt(words: Intl.Segments, index: number): string {
  return index < 0 ? '' : (words.containing(index)?.segment ?? '')
}

/** Thai: ดวงดาว is a star with its classifier. */
function followsClassifier({ start, end }: Hit, { text, language, words }: Search): boolean {
  if (language !== 'th') return false
  const word = words().containing(start)
  return (
    word !== undefined &&
    word.index + word.segment.length === end &&
    tables().classifiers.has(text.slice(word.index, start))
  )
}

/** In the other kana, and in kanji where the reading is known. */
function spellingsOf(keyword: string): readonly string[] {
  const known = tables().spellings.get(keyword) ?? []
  const kana = keyword.replace(/[\u3041-\u3096\u30A1-\u30F6]/g, character =>
    String.fromCharCode(character.charCodeAt(0) + (character < '\u30A0' ? 0x60 : -0x60))
  )
  return [...new Set([...known, kana])].filter(other => other !== keyword)
}

function inflectedHits(keyword: string, { text, words }: Search): readonly Hit[] {
  const forms = japaneseForms(keyword)
  if (forms === undefined) return []
  return Array.from(text.matchAll(forms), ({ 0: form, index }) => ({
    start: index,
    end: index + form.length
  })).filter(({ start }) => words().containing(start)?.index === start)
}

const tables = lazy(() => ({
  animals: new Set(
    '猫狗犬鸟鳥鱼魚马馬牛羊猪鸡鸭鹅兔鼠虎狼熊狐鹿猴蛇龙竜龍鹰树木花草河船屋山湖桥石门象'
  ),
  sizes: new Set('小大'),
  attributes: new Set('小大子黒白赤青'),
  functional: new Set(
    '的了在是着过和与跟同对把被给向从到里上下中内外前后旁边就都也还又很更最不没有要会能可想让使叫说看见去来走像比为以因而但或则只个位条只头匹棵朵座把张本这那哪其一二两三四五六七八九十几每各某我你他她它们吗吧呢啊呀嘛地得之'
  ),
  classifiers: wordSet('ดวง ต้น ดอก'),
  spellings: rowsByWord(japaneseSpellings)
}))

import { lazy, wordSet } from '../../words/word-forms.js'

/**
 * Recognises the inflected forms of a verb or an adjective in its dictionary form: 走る gives 走った and
 * 走らない, 高い gives 高く. The endings are those that nearly always follow; a bare stem is no form.
 *
 * @param word folded
 */
export function japaneseForms(word: string): RegExp | undefined {
  const endings = endingsOf(word)
  if (endings === undefined) return undefined
  const [stem, pattern] = endings
  return new RegExp(`${stem.replace(/[^\p{L}\p{M}]/gu, String.raw`\$&`)}(?:${pattern})`, 'gu')
}

type Endings = readonly [stem: string, pattern: string]

function endingsOf(word: string): Endings | undefined {
  if (!/[\p{sc=Han}\p{sc=Hiragana}]$/u.test(word) || word.length < 2) return undefined
  const stem = word.slice(0, -1)
  if (/..する$/u.test(word)) return [word.slice(0, -2), afterNoun]
  if (word.endsWith('い'))
    return /[\p{sc=Han}しきさたなよるろくす]$/u.test(stem) ? [stem, afterAdjective] : undefined
  if (word.endsWith('る') && isOneStep(stem)) return [stem, afterVowel]
  const row = rows[word.slice(-1)]
  if (row === undefined || !/\p{sc=Han}/u.test(word)) return undefined
  return [stem, fiveSteps(word, row)]
}

const afterNoun = 'し(?:て|た|な|ま|よ|つ|、|始)|すれ|す[るべ]|さ[せれ]|でき|出来|せ[ずよ]'
const afterAdjective = 'かっ|く(?!る)|けれ|かろ|そう|すぎ|過ぎ|さ(?=[がをはにで])'
const afterVowel =
  'た|て|な(?:い|か|く|け|が)|ま(?:す|し|せ)|ず|よ(?:う)?|ら|させ|れ[ばる]|ろ|そう|続け|始め|終|、'

/** 食べる and 見る, but not 走る: the stem takes all endings unchanged. */
function isOneStep(stem: string): boolean {
  if (fiveStepVerbs().has(stem)) return false
  return /[いきしちにひみりぎじびえけせてねへめれげぜでべ]$/u.test(stem) || oneStepVerbs().has(stem)
}

const fiveStepVerbs = lazy(() =>
  wordSet(
    'はい まい かえ はし しゃべ 遮 罵 すべ 滑 にぎ 裏切 横切 区切 乗り切 思い切 締め切 張り切'
  )
)
const oneStepVerbs = lazy(() => wordSet('見 着 寝 出 似 煮 得 経 居 射 鋳 干 診 観 看'))

/** The syllables before -nai, -masu, -te, -ba and -u. */
const rows: Readonly<Record<string, readonly [string, string, string, string, string]>> = {
  う: ['わ', 'い', 'っ', 'え', 'お'],
  く: ['か', 'き', 'い', 'け', 'こ'],
  ぐ: ['が', 'ぎ', 'い', 'げ', 'ご'],
  す: ['さ', 'し', 'し', 'せ', 'そ'],
  つ: ['た', 'ち', 'っ', 'て', 'と'],
  ぬ: ['な', 'に', 'ん', 'ね', 'の'],
  ぶ: ['ば', 'び', 'ん', 'べ', 'ぼ'],
  む: ['ま', 'み', 'ん', 'め', 'も'],
  る: ['ら', 'り', 'っ', 'れ', 'ろ']
}

function fiveSteps(word: string, [a, i, onbin, e, o]: readonly string[]): string {
  const past = /[ぐぬぶむ]$/u.test(word) ? 'でだ' : 'てた'
  const stop = word.endsWith('行く') ? 'っ' : onbin
  return `${a}(?:な|ず|れ|ぬ|ざ)|${i}(?:ま[すしせ]|た[いくか]|な[がさ]|そう|、|始め|続け|終わ)|${stop}[${past}]|${e}[ば。！]|${o}う`
}

import { aStory } from '#modules/stories/domain/story.fixture.js'
import type { Story } from '#modules/stories/domain/story.js'
import { tale } from '../fixtures/prose.js'
import { oddCertificate, type Oddity } from './signer.js'

/** A certificate, and the text that it is presented with. */
export interface Presented {
  readonly certificate: string
  readonly content: string
  readonly title?: string
}

interface AlteredCertificate {
  readonly kind: string
  readonly isValid: boolean
  readonly presented: Presented
}

/** A random whole number below a bound. */
type Below = (bound: number) => number

type Alteration = (whole: Presented & { readonly title: string }, below: Below) => Presented

const order = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n

/** What is changed after the signature. */
const alterations: Readonly<Record<string, Alteration>> = {
  'a character of the certificate': (whole, below) => ({
    ...whole,
    certificate: replaced(whole.certificate, below(whole.certificate.length), 'A', 'B')
  }),
  'a missing character of the certificate': (whole, below) => {
    const at = below(whole.certificate.length)
    return {
      ...whole,
      certificate: whole.certificate.slice(0, at) + whole.certificate.slice(at + 1)
    }
  },
  'one more character of the certificate': whole => ({
    ...whole,
    certificate: `${whole.certificate}=`
  }),
  'unused bits of the last character': whole => {
    const signature = Buffer.from(whole.certificate.split('.')[2] ?? '', 'base64url')
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const last = digits[digits.indexOf(signature.toString('base64url').at(-1) ?? '') + 1] ?? ''
    return { ...whole, certificate: whole.certificate.slice(0, -1) + last }
  },
  'the second half of the signature plus the order of the group': whole => {
    const [header, payload, text = ''] = whole.certificate.split('.')
    const signature = Buffer.from(text, 'base64url')
    const half = Buffer.from(signature.subarray(32).toReversed()).toString('hex')
    const more = (BigInt(`0x${half}`) + order).toString(16).padStart(64, '0')
    signature.set(Buffer.from(more, 'hex').toReversed(), 32)
    return { ...whole, certificate: `${header}.${payload}.${signature.toString('base64url')}` }
  },
  'a character of the content': (whole, below) => ({
    ...whole,
    content: replaced(whole.content, below(whole.content.length), 'x', 'y')
  }),
  'a missing end of the content': whole => ({ ...whole, content: whole.content.slice(0, -1) }),
  'half of a surrogate pair in the content': whole => ({
    ...whole,
    content: `${whole.content}\uD83E`
  }),
  'a character of the title': whole => ({ ...whole, title: `${whole.title} ` })
}

const offsets = (entry: object): readonly number[] => (entry as { at: readonly number[] }).at

/** What is signed as it should not be. */
const oddities: Readonly<Record<string, Oddity>> = {
  'an unknown key': { header: { kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k' } },
  'a signature of another key': { isForeign: true },
  'another type': { header: { typ: 'JWT' } },
  'another algorithm': { header: { alg: 'none' } },
  'a critical extension': { header: { crit: ['exp'], exp: 1 } },
  'another format': { statement: { format: 2 } },
  'a form that is not there': { keyword: entry => ({ ...entry, form: 'absent' }) },
  'an offset beyond the content': {
    keyword: entry => ({ ...entry, at: [...offsets(entry), 1_000_000] })
  },
  'offsets that do not ascend': {
    keyword: entry => ({ ...entry, at: [...offsets(entry), ...offsets(entry)] })
  },
  'evidence of another result': { keyword: entry => ({ ...entry, evidence: 'model' }) },
  'a missing keyword with an offset': { keyword: entry => ({ ...entry, result: 'missing' }) }
}

const kinds = [
  'unaltered',
  'without a title',
  ...Object.keys(alterations),
  ...Object.keys(oddities)
]

/** Certificates of different stories, a third of them as they were signed. */
export function* alteredCertificates(
  count: number,
  below: Below
): Generator<AlteredCertificate, void, undefined> {
  for (let index = 0; index < count; index++) {
    const kind = index % 3 === 0 ? 'unaltered' : (kinds[below(kinds.length)] ?? '')
    const story = storyOf(index)
    const { title, content } = story
    const certificate = oddCertificate(story, oddities[kind])
    const alter = alterations[kind]
    const whole = { certificate, content, title }
    const presented = kind === 'without a title' ? { certificate, content } : whole
    yield {
      kind,
      isValid: kind === 'unaltered' || kind === 'without a title',
      presented: alter === undefined ? presented : alter(whole, below)
    }
  }
}

/** In each the first keyword is used, after characters of two UTF-16 code units. */
function storyOf(index: number): Story {
  const { language, keywords, content } = texts[index % texts.length] ?? expect.unreachable()
  return aStory({
    title: `Story ${index} 🏮`,
    language,
    keywords,
    content: `🦊 ${index}. ${content}\n\n${tale(1 + (index % 7), index)}`.trim()
  })
}

const texts = [
  { language: 'en', keywords: ['lantern', 'whale'], content: 'Two lanterns 👩‍🚀 and a lantern.' },
  { language: 'de', keywords: ['Haus'], content: 'Die Häuser der Straße „Ä“ ruhen.' },
  { language: 'ru', keywords: ['лиса'], content: 'Лиса увидела ёлку.' },
  { language: 'ar', keywords: ['ثعلب'], content: 'كان ثعلب في الغابة.' },
  { language: 'ja', keywords: ['森林'], content: '森林公園で狐が走った。' },
  { language: 'hi', keywords: ['लोमड़ी'], content: 'एक लोमड़ी घर आई।' },
  { language: 'fa', keywords: ['می‌رود'], content: 'روباه به خانه می‌رود.' }
]

function replaced(text: string, at: number, first: string, second: string): string {
  const character = text.charAt(at) === first ? second : first
  return text.slice(0, at) + character + text.slice(at + 1)
}

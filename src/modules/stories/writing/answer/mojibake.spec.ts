import { MojibakeRepair } from './mojibake.js'

function repaired(parts: Iterable<string>): string {
  const repair = new MojibakeRepair()
  return Array.from(parts, part => repair.push(part)).join('') + repair.end()
}

/** UTF-8 read as Windows-1252, or as Latin-1. */
function misread(text: string, encoding: 'windows-1252' | 'latin1' = 'windows-1252'): string {
  const bytes = Buffer.from(text)
  return encoding === 'latin1' ? bytes.toString('latin1') : new TextDecoder(encoding).decode(bytes)
}

const texts = [
  'The miller’s cat said: “It’s late…” — and left.',
  'Émile déjà là, à la fête du château où l’on mange des œufs.',
  'Über den Fluß, schöne Grüße, für 5 €.',
  'El niño pequeño comió piñón. ¿Qué pasó?',
  'O coração não se cansa, irmã.',
  'Лиса нашла фонарь у реки.',
  'きつねは川で灯りを見つけた。',
  'A fox 🦊 and a lantern 🏮, café au lait.'
]

/** Ordinary texts with characters that could also be bytes of UTF-8. */
const ordinary = [
  '„Das macht Spaß“, sagte sie. „Ein großer Spaß“…',
  '“Até amanhã”… disse a irmã. AMANHû',
  'Ô… vous ! À… demain. NON À « TOUT ». L’Île-d’Âge.',
  '¡ÁNIMO! ¿QUÉ? ÉL… Él—él.',
  'Ärger über Öl, Übermut: „GRÜ“.',
  'Þór og Ísland — þú átt það.',
  ...texts
]

describe('MojibakeRepair', () => {
  it.each(texts.map(text => [text]))('restores %j', text => {
    for (const wrong of [misread(text), misread(text, 'latin1'), misread(misread(text))]) {
      expect(repaired([wrong])).toBe(text)
      expect(repaired(wrong)).toBe(text)
    }
  })

  it.each(ordinary.map(text => [text]))('leaves %j', text => {
    expect(repaired([text])).toBe(text)
    expect(repaired(text)).toBe(text)
  })

  it('passes on what cannot be the beginning of a wrong character', () => {
    const repair = new MojibakeRepair()
    expect(repair.push('“The caf')).toBe('“The caf')
    expect(repair.push('é')).toBe('')
    expect(repair.push(' ')).toBe('é ')
  })
})

import * as fc from 'fast-check'
import { BoilerplateFilter, withoutBoilerplate } from './boilerplate.js'

const options = { title: 'The Ferry', hasMoral: false, keywords: ['heron', 'pier'] }
const story = 'The ferry left at six.\n\nNobody was on board but the heron.'

function clean(text: string, changed = {}): string {
  return withoutBoilerplate(text, { ...options, ...changed }, false)
}

function inParts(text: string, points: readonly number[], cut: boolean): string {
  const filter = new BoilerplateFilter(options)
  const sorted = points.toSorted((a, b) => a - b)
  const parts = [...sorted, text.length].map((end, index) =>
    text.slice(sorted[index - 1] ?? 0, end)
  )
  return parts.map(part => filter.push(part)).join('') + filter.end(cut)
}

const firstLines = [
  'The Ferry',
  'THE FERRY',
  'Chapter 1',
  'Chapter 1: At the Pier',
  'Chapter One — At the Pier',
  'CHAPTER IV.',
  'Kapitel 2: Am Steg',
  'Chapitre 3 – Le quai',
  '第一章 渡し船',
  'Sure! Here is your story:',
  'Certainly! Here’s a short fable about a heron:',
  'Of course. I’d be happy to write that for you.',
  'Here is the story you requested:',
  'Okay, the user wants a fable with a heron. Let me plan it.',
  'Title: The Ferry',
  'Story:',
  'I.',
  'Gerne! Hier ist deine Geschichte:',
  'Hier kommt eine kurze Fabel:',
  'Bien sûr ! Voici votre histoire :',
  '¡Claro! Aquí tienes tu cuento:',
  'Certo! Ecco la tua storia:',
  'Конечно! Вот ваш рассказ:',
  '当然！以下是您的故事：'
]

const lastLines = [
  'The End.',
  'To be continued...',
  '[12 words]',
  'Total: 12 words',
  '(Wortanzahl: 12)',
  'Nombre de mots : 12',
  'heron\npier',
  'Note: I used both keywords.',
  'Author’s note: in the style of Aesop.',
  'Summary: A ferry leaves.',
  'This story has 12 words.',
  'I’ve included all the keywords: heron, pier.',
  'Let me know what you think!',
  'As an AI, I can also write a longer version.',
  'Hinweis: Ich habe alle Schlüsselwörter verwendet.',
  'Ich hoffe, die Geschichte gefällt dir!',
  'J’espère que cette histoire vous plaît !',
  'N’hésitez pas à me demander une suite.',
  '¡Espero que te guste el cuento!',
  'Si quieres, puedo escribir otra versión.',
  'Spero che la storia ti piaccia!',
  'Надеюсь, вам понравилась история.',
  '希望你喜欢这个故事！',
  'THE END',
  '— The End —',
  '(The end)',
  'Ende',
  'Fin.',
  'Moral: Be on time.',
  'The moral of this story: be on time.',
  'Keywords: heron, ferry',
  'Keywords used: heron, ferry',
  'Tags: #heron #ferry',
  'Schlüsselwörter: Reiher, Fähre',
  'Word count: 148',
  'Would you like me to write another chapter?',
  'Do you want a different ending?',
  'Shall I continue?',
  'Let me know if you’d like any changes!',
  'I hope you enjoyed this story.',
  'If you would like me to change anything, just ask.',
  'Möchten Sie, dass ich die Geschichte fortsetze?',
  '¿Quieres que continúe la historia?',
  'Souhaitez-vous que je modifie la fin ?'
]

/** Ordinary lines that resemble boilerplate. */
const ordinary = [
  'The ferry was late.',
  'Chapter one of her life was over.',
  'Part of him wanted to stay.',
  'Chapter 3 was where she always fell asleep.',
  'The end came quietly, with the tide.',
  'In the end, nobody minded.',
  'Finally the rain stopped.',
  'Endlich kam der Regen.',
  '“The end,” she said, and shut the book.',
  '“Would you like me to tell you another story?” asked the heron.',
  '— Would you like me to continue the story? asked the heron.',
  'Would you like some tea, he wondered, and would you say so?',
  'Let me know when you reach the coast.',
  'If you would like the sea, you must first like the wind.',
  'I hope you will forgive me.',
  'Shall I tell you what the heron saw? Nothing at all.',
  'Do you want to know what the heron found?',
  'Tags hung from every lantern on the pier.',
  'Keywords were all that she remembered.',
  'Moral courage was all that he had.',
  'Un jour, la fin viendra.',
  'Want and worry sat beside her.',
  '* * * they sang'
]

describe('BoilerplateFilter', () => {
  it.each(firstLines)('removes %j at the beginning', line => {
    expect(clean(`${line}\n\n${story}`)).toBe(story)
    expect(clean(`${line}\n${story}`)).toBe(story)
  })

  it.each(lastLines)('removes %j at the end', line => {
    expect(clean(`${story}\n\n${line}`)).toBe(story)
    expect(clean(`${story}\n${line}`)).toBe(story)
    expect(clean(`${story}\n\n* * *\n\nThe End\n\n${line}`)).toBe(story)
  })

  it.each(lastLines)('keeps %j before other lines', line => {
    expect(clean(`${line}\n\n${story}`)).toBe(`${line}\n\n${story}`)
  })

  it.each(ordinary)('keeps %j', line => {
    for (const text of [`${line}\n\n${story}`, `${story}\n\n${line}`, `${story}\n${line}`]) {
      expect(clean(text)).toBe(text)
    }
  })

  it('removes headings between paragraphs, and keeps scene breaks there', () => {
    expect(clean('One.\n\nChapter 2: Home\n\nTwo.\n\n* * *\n\nThree.')).toBe(
      'One.\n\nTwo.\n\n* * *\n\nThree.'
    )
  })

  it('keeps the moral of a story for children', () => {
    const text = `${story}\n\nMoral: Be on time.`
    expect(clean(text, { hasMoral: true })).toBe(text)
  })

  it('keeps the last line of an incomplete text', () => {
    const text = `${story}\n\nThe End`
    expect(withoutBoilerplate(text, options, true)).toBe(text)
  })

  it('passes ordinary prose on word by word', () => {
    const filter = new BoilerplateFilter(options)
    expect(filter.push('A heron')).toBe('A heron')
    expect(filter.push(' came.\n\nThe e')).toBe(' came.')
    expect(filter.push('agle')).toBe('\n\nThe eagle')
    expect(filter.push(' too.')).toBe(' too.')
  })

  it('does the same however a text is split', () => {
    const line = fc.constantFrom(...firstLines, ...lastLines, ...ordinary, '* * *', story)
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat(400), { maxLength: 12 }),
        fc.boolean(),
        (lines, points, cut) => {
          const text = lines.join('\n\n')
          const whole = withoutBoilerplate(text, options, cut)
          expect(
            inParts(
              text,
              points.map(at => at % text.length),
              cut
            )
          ).toBe(whole)
          expect(withoutBoilerplate(whole, options, true)).toBe(whole)
        }
      ),
      { numRuns: 1000, seed: 16 }
    )
  })
})

import { checkEnding, missingQuote } from './ending-check.ts'

describe('checkEnding', () => {
  it.each([
    ['en', 'The fox ran home.'],
    ['en', '“Good night,” said the fox.'],
    ['en', 'He said, "I am home!"'],
    ['en', 'And then…'],
    ['en', 'They were friends. 🦊'],
    ['en', 'A song.\n\n“One line\n\n“and the last.”'],
    ['de', 'Er rief: „Komm!“'],
    ['pl', 'Powiedział: „Chodź!”'],
    ['fr', 'Il dit : « Viens ! »'],
    ['es', '¿Quién era?'],
    ['ja', '狐は家へ帰った。'],
    ['ja', '「おやすみ。」'],
    ['hi', 'लोमड़ी घर गई।'],
    ['ar', 'أين الثعلب؟'],
    ['el', 'Πού είναι η αλεπού;'],
    ['th', 'สุนัขจิ้งจอกกลับบ้าน']
  ])('accepts an ending (%s): %j', (language, content) => {
    expect(checkEnding(content, language).passed).toBe(true)
  })

  it.each([
    ['en', 'The fox ran home and then'],
    ['en', 'The fox ran home,'],
    ['en', 'The fox (and the badger)'],
    ['ja', '狐は家へ'],
    ['en', 'Where is the fox;'],
    ['en', '']
  ])('does not accept a sentence without its end (%s): %j', (language, content) => {
    expect(checkEnding(content, language)).toMatchObject({ passed: false, sentenceEnds: false })
  })

  it.each([
    ['en', 'He said, "I am home.', '"'],
    ['en', 'He said, “I am home.', '”'],
    ['de', 'Er sagte: „Ich komme.', '“'],
    ['pl', 'Powiedział: „Chodź.', '”'],
    ['fr', 'Il dit : « Viens.', '»'],
    ['ja', '「おやすみ。', '」'],
    ['zh', '他说:『再见。', '』'],
    ['en', '“One.\n\nTwo.', '']
  ])('names the missing quotation mark (%s): %j', (language, content, mark) => {
    expect(missingQuote(content, language)).toBe(mark)
    expect(checkEnding(content, language).quotesClosed).toBe(mark === '')
    expect(missingQuote(content + mark, language)).toBe('')
  })
})

import { dialogueShare } from './dialogue-share.js'

describe('dialogueShare', () => {
  it.each([
    ['English', '“Go on!” he said.', 6 / 17],
    ['English with single marks', '‘Don’t go!’ he said.', 9 / 20],
    ['straight marks', 'He said: "Go!"', 3 / 14],
    ['German', '„Geh!“, rief er.', 4 / 16],
    ['German in books', '»Geh!«, rief er.', 4 / 16],
    ['French', 'Il dit : « Va ! »', 6 / 17],
    ['Swedish', '”Gå!” sade han.', 3 / 15],
    ['Russian', '«Иди!» сказал он.', 4 / 17],
    ['Japanese', '「行け」と言った。', 2 / 9],
    ['no dialogue', 'The dog’s bone.', 0],
    ['no text', '', 0]
  ])('counts the characters inside the marks: %s', (_name, text, expected) => {
    expect(dialogueShare(text)).toBeCloseTo(expected, 2)
  })

  it('ends a quotation with its paragraph', () => {
    expect(dialogueShare('“Go on\n\nHe left.')).toBeCloseTo(5 / 14, 2)
  })
})

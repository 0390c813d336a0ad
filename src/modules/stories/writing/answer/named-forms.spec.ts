import { toNamedForms } from './named-forms.ts'
import { readAnswer } from './read-answer.ts'

describe('The forms that a model names', () => {
  it('are read with the story', async () => {
    const content = 'Two foxes ran over the hill. '.repeat(5)
    const answer = { title: 'The Foxes', content, summary: '', tags: [], forms: ['fox: foxes'] }
    const story = await readAnswer(JSON.stringify(answer))
    expect(toNamedForms(story?.forms ?? [])).toEqual([{ keyword: 'fox', form: 'foxes' }])
  })

  it('may belong to a keyword with a colon', () => {
    const [named] = toNamedForms(['Part 2: the end: the ends'])
    expect(named).toEqual({ keyword: 'Part 2: the end', form: 'the ends' })
  })

  it('are ignored without a keyword', () => {
    expect(toNamedForms(['foxes', ''])).toEqual([])
  })
})

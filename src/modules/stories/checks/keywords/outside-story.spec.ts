import { usedAndMissing } from './keywords.fixture.ts'

const story = 'A girl came home late.\n\nNobody had waited for her.'

describe('A keyword outside the story', () => {
  it.each([
    '## The fox',
    'Chapter 2: The fox',
    'Keywords: owl, fox',
    '**Keywords used:** fox',
    '(Note: the fox stands for hope.)',
    '- owl\n- fox',
    '1. owl\n2. fox'
  ])('is not used: %j', line => {
    expect(usedAndMissing(['fox'], `${line}\n\n${story}`, 'en').missing).toEqual(['fox'])
    expect(usedAndMissing(['fox'], `${story}\n\n${line}`, 'en').missing).toEqual(['fox'])
  })

  it.each([
    '- A fox! she cried.',
    '– A fox, said he.\n– No, a wolf.',
    'Note the fox, he said.',
    'the fox'
  ])('is used in a sentence or a phrase: %j', line => {
    expect(usedAndMissing(['fox'], `${story}\n\n${line}`, 'en').used).toEqual(['fox'])
  })

  it('is used if it is in the story too, and only there it counts', () => {
    const text = `# Fox\n\nThe fox ran.\n\nKeywords: fox`
    expect(usedAndMissing(['fox'], text, 'en').used).toEqual(['fox'])
  })
})

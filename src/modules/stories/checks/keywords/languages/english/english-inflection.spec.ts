import { englishForms } from './english-inflection.ts'

describe('englishForms', () => {
  it.each([
    ['fox', 'fox foxes foxing foxed'],
    ['carry', 'carry carries carrying carried'],
    ['die', 'die dies dying died'],
    ['see', 'see sees seeing saw seen'],
    ['plan', 'plan plans planning planned'],
    ['travel', 'travel travels traveling traveled travelling travelled'],
    ['quiz', 'quiz quizzes quizzing quizzed'],
    ['panic', 'panic panics panicking panicked'],
    ['hero', 'hero heros heroes heroing heroed'],
    ['epoch', 'epoch epochs epoches epoching epoched'],
    [
      'fisherman',
      'fisherman fishermen fishermans fishermaning fishermaned fishermanning fishermanned'
    ],
    ['knee', 'knee knees kneeing kneed'],
    ['lens', 'lens lenses lensing lensed'],
    ['laps', 'laps lap lapping lapped'],
    ['mouse', 'mouse mice'],
    ['mice', 'mouse mice'],
    ['ran', 'ran run runs running'],
    ['saw', 'saw saws sawing sawed'],
    ['news', 'news'],
    ['does', 'does do did done doing'],
    ['secret', 'secret secrets'],
    ['ox', 'ox oxen'],
    ['it', 'it'],
    ['tv', 'tv']
  ])('returns the forms of %s', (word, forms) => {
    expect([...englishForms(word)].toSorted()).toEqual(forms.split(' ').toSorted())
  })

  it.each([
    ['hoping', 'hope'],
    ['hopped', 'hop'],
    ['tried', 'try'],
    ['tying', 'tie'],
    ['panicked', 'panic'],
    ['quizzes', 'quiz'],
    ['wolves', 'wolf'],
    ['policemen', 'policeman'],
    ['swum', 'swim'],
    ['boxes', 'box']
  ])('finds the base of %s', (word, base) => {
    expect(englishForms(word)).toContain(base)
  })

  it.each([
    ['hoping', 'hop'],
    ['planing', 'plan'],
    ['string', 'str'],
    ['princess', 'princes'],
    ['ranging', 'rang'],
    ['leaves', 'left'],
    ['seed', 'see'],
    ['evening', 'even'],
    ['herring', 'her'],
    ['shed', 'she']
  ])('does not treat %s as a form of %s', (word, base) => {
    expect(englishForms(word)).not.toContain(base)
    expect(englishForms(base)).not.toContain(word)
  })
})

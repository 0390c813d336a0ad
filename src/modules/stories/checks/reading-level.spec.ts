import { checkReadingLevel } from './reading-level.ts'

const easy: Readonly<Record<string, string>> = {
  en: 'The fox ran to the mill. She saw a lamp. It was red and small. The owl sat on a post. ',
  de: 'Der Fuchs lief zur Mühle. Er sah ein Licht. Es war rot und klein. Die Eule saß auf dem Ast. ',
  fr: 'Le renard va au moulin. Il voit une lampe. Elle est rouge. Le hibou dort sur le mur. ',
  es: 'El zorro va al río. Ve una luz. Es roja y chica. El búho está en el árbol. ',
  it: 'La volpe va al fiume. Vede una luce. È rossa. Il gufo sta sul ramo. ',
  nl: 'De vos liep naar de brug. Hij zag een lamp. Die was rood. De uil zat op een tak. ',
  ru: 'Лиса шла к реке. Там был свет. Он был мал. Сова спала на дубе. ',
  sv: 'Räven gick till ån. Han såg en lampa. Den var röd. Ugglan satt på en gren. '
}
const hard: Readonly<Record<string, string>> = {
  en: 'Notwithstanding considerable meteorological uncertainties, the administration inaugurated comprehensive philosophical deliberations concerning institutional responsibility and environmental sustainability',
  de: 'Ungeachtet beträchtlicher meteorologischer Unsicherheiten veranstaltete die Verwaltung umfassende philosophische Beratungen über institutionelle Verantwortlichkeiten und gesellschaftliche Nachhaltigkeit',
  fr: 'Indépendamment de considérables incertitudes météorologiques, les administrations inauguraient des délibérations philosophiques approfondies concernant les responsabilités institutionnelles',
  es: 'Independientemente de considerables incertidumbres meteorológicas, la administración inauguraba deliberaciones filosóficas exhaustivas concernientes a responsabilidades institucionales',
  it: 'Indipendentemente da considerevoli incertezze meteorologiche, amministrazioni competenti inauguravano approfondite deliberazioni filosofiche concernenti responsabilità istituzionali',
  nl: 'Niettegenstaande aanzienlijke meteorologische onzekerheden organiseerden verantwoordelijke overheidsorganisaties omvangrijke filosofische beraadslagingen betreffende maatschappelijke verantwoordelijkheden',
  ru: 'Несмотря на значительные метеорологические неопределённости администрация организовывала продолжительные философические обсуждения относительно институциональной ответственности',
  sv: 'Oberoende av betydande meteorologiska osäkerheter organiserade förvaltningarna omfattande filosofiska överläggningar angående institutionella ansvarsförhållanden'
}

describe('checkReadingLevel', () => {
  it.each(Object.keys(easy))(
    'accepts easy sentences, and no long ones of hard words: %s',
    language => {
      const texts = [
        (easy[language] ?? '').repeat(4),
        Array(4).fill(hard[language]).join(', ').concat('.')
      ]
      expect(texts.map(text => checkReadingLevel(text, language)?.passed)).toEqual([true, false])
    }
  )

  it('names the formula, its result and the bound', () => {
    expect(checkReadingLevel((easy['en'] ?? '').repeat(4), 'en-GB')).toEqual({
      passed: true,
      formula: 'Flesch-Kincaid grade',
      score: expect.any(Number),
      limit: 7
    })
  })

  it.each([
    ['a language without a formula', 'ja', '狐は走った。'.repeat(20)],
    ['a short text', 'en', 'The fox ran.']
  ])('has no level of %s', (_, language, text) => {
    expect(checkReadingLevel(text, language)).toBeUndefined()
  })
})

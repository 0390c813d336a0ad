import { usedAndMissing } from '../keywords.fixture.ts'

/** Language | keyword | forms of it | words that only look alike. In sentences of two words. */
const paradigms = `
en | paint | painted paints | paintings
en | feeling | feelings | feels
en | interest | interests | interesting
fa | شهر | شهرها شهرش | شهرت
fa | کودک | کودکان کودکانی | کودتا
fa | ماده | مواد ماده‌ها | مادر
fa | گوش | گوش‌ها گوش‌های | گوشه‌ای
he | קצין | קצינים הקצינים | קציצה
he | חברה | חברות חברת החברה | חבר
he | לאומי | לאומית הלאומית | לאום
tr | bulmak | buldu buluyor bulacak | buluştu
tr | kon | kondu konuyor | konuk
tr | ada | adada adalar | adam
tr | saat | saatler saatte | saatlik
tr | dert | derdi dertler | dere
de | Bach | Bäche Bächen Baches | backen
de | Gespenst | Gespenster Gespenstern | Gespann
de | tragen | trug trägt getragen trügen | traurig
de | kalt | kälter kalten kältesten | Kalender
nl | dag | dagen dagje | dagelijks
nl | zwijgen | zweeg zwegen gezwegen zwijgt | zwijn
fr | journal | journaux | journée
fr | heureux | heureuse heureuses | heure
fr | tenir | tient tinrent tenait tiendra | tente
es | luz | luces | lucha
es | dormir | durmió duerme dormía | dormitorio
es | rojo | roja rojas | rojizo
it | fungo | funghi | funzione
it | scrivere | scrisse scritto scriveva | scrivania
pt | leão | leões | lei
pt | dizer | disse diz diria | dizimar
ru | ветка | веток веткой ветками | ветер
ru | искать | ищет искала ищут | искусство
ru | ночной | ночного ночная ночные | ночевать
pl | kwiat | kwiatów kwiaty | kwit
pl | pisać | pisze pisał piszę | pismo
tr | orman | ormandan ormanımızda ormanlar | ormancı
ar | مدرسة | المدارس بالمدرسة مدرستهم | مدرب
he | ילד | הילדים לילדים | ילקוט
fa | درخت | درخت‌ها درخت‌های | درختکاری
hi | लड़की | लड़कियों लड़कियाँ | लकड़ी
ko | 여우 | 여우들은 여우에게는 | 여우비
`

const rows = paradigms
  .trim()
  .split('\n')
  .map(row => row.split(' | '))

describe('The forms of a word', () => {
  it.each(rows)('%s: %s is used in any of them', (language, keyword, forms) => {
    for (const form of (forms ?? '').split(' ')) {
      expect([form, ...usedAndMissing([keyword ?? ''], `… ${form}`, language ?? '').used]).toEqual([
        form,
        keyword
      ])
    }
  })

  it.each(rows)('%s: %s is not used in a word that looks alike', (language, keyword, _, other) => {
    expect(usedAndMissing([keyword ?? ''], `… ${other ?? ''}`, language ?? '').used).toEqual([])
  })

  it('count only without an article if they are forms of a verb', () => {
    expect(usedAndMissing(['placer'], 'Il aime la place.', 'fr').used).toEqual([])
    expect(usedAndMissing(['placer'], 'Il place un mot.', 'fr').used).toEqual(['placer'])
  })

  it('count in two parts if a prefix is separated', () => {
    expect(usedAndMissing(['aufwachen'], 'Sie wachte früh auf.', 'de').used).toEqual(['aufwachen'])
    expect(usedAndMissing(['aufwachen'], 'Sie wachte. Auf ging es.', 'de').used).toEqual([])
  })
})

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
ar | قلعة | القلعة قلعتهم بالقلعة | قلعي
ar | حديقة | الحدائق حديقتنا للحديقة | حدق
ar | طائر | الطائر وطائر طائرها | طيران
ar | سمكة | الأسماك سمكتي والسمكة | سمك
ar | شجرة | الأشجار شجرتنا بالشجرة | شجار
ar | سفينة | السفن سفينته والسفينة | سكين
ar | ملك | الملوك ملكنا وللملك | ملاك
ar | طفل | الأطفال طفلها للطفل | طفيلي
ar | صديق | الأصدقاء صديقي وصديقه | صدق
ar | ليلة | الليالي ليلتها بالليلة | لعبة
ar | قصة | القصص قصته والقصة | قصر
ar | نجم | النجوم نجمنا بالنجم | نجح
ar | سيف | السيوف سيفه بسيفه | صيف
ar | باب | الأبواب بابنا للباب | بابا
ar | جبل | الجبال جبلنا كالجبل | جبن
ar | مدرسة | المدارس مدرستي والمدرسة | مدرس
ar | نهر | الأنهار نهرنا بالنهر | نهار
ar | وردة | الورود وردتي للوردة | ورد
ar | ساحر | الساحر ساحران وساحر | سحر
ar | صندوق | الصناديق صندوقه بالصندوق | صدوق
ar | مفتاح | المفاتيح مفتاحها والمفتاح | مفتوح
ar | فارس | الفرسان فارسنا للفارس | فراس
ar | ثعلب | الثعالب ثعلبنا وثعلب | ثعبان
ar | جزيرة | الجزر جزيرتنا بالجزيرة | جزيئ
ar | كنز | الكنوز كنزه للكنز | كنس
ar | معلم | المعلمون معلمتي معلمات | معالم
ar | لاعب | اللاعبون لاعبان لاعبين | لعاب
ar | صوت | الأصوات صوتها بصوت | صوف
ar | حلم | الأحلام حلمي وحلمها | حمل
ar | طريق | الطرق طريقنا والطريق | طرد
hi | राजा | राजाओं | राज्य
hi | रानी | रानियाँ रानियों | रात
hi | नदी | नदियाँ नदियों | नाव
hi | बच्चा | बच्चे बच्चों बच्ची | बचाव
hi | घर | घरों | घड़ी
hi | जंगल | जंगलों | जंग
hi | तलवार | तलवारें तलवारों | तलाश
hi | परी | परियाँ परियों | परदा
hi | कहानी | कहानियाँ कहानियों | कहना
hi | दोस्त | दोस्तों | दोपहर
hi | कुत्ता | कुत्ते कुत्तों | कुर्ता
hi | बिल्ली | बिल्लियाँ बिल्लियों | बिजली
hi | लड़का | लड़के लड़कों | लड़ाई
hi | किताब | किताबें किताबों | किसान
hi | माता | माताएँ माताओं | मात
hi | वस्तु | वस्तुएँ वस्तुओं | वास्तव
hi | पक्षी | पक्षियों | पक्ष
hi | चिड़िया | चिड़ियाँ चिड़ियों | चिट्ठी
hi | रास्ता | रास्ते रास्तों | रास
hi | दरवाज़ा | दरवाज़े दरवाज़ों | दरबार
hi | पुराना | पुरानी पुराने | पुराण
hi | छोटा | छोटी छोटे | छाता
hi | काला | काली काले | काल
hi | हँसना | हँसता हँसी हँसे | हंस
hi | दौड़ना | दौड़ा दौड़ती दौड़कर | दौरा
hi | बोलना | बोला बोलती बोलेगा | बोतल
hi | देखना | देखा देखते देखूँगा | देश
hi | खाना | खाया खाते खाएगा | खान
hi | जाना | जाता जाते जाएगी | जान
hi | करना | करता करते करेंगे | कर्म
ko | 바다 | 바다가 바다에서 | 바람이
ko | 나누다 | 나누고 나눴다 나누는 | 나라는
ko | 먹다 | 먹었다 먹는 먹고 먹어서 | 먹구름
ko | 가깝다 | 가까운 가깝게 가까웠다 | 가까스로
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

import { usedAndMissing } from './keywords.fixture.ts'

/** Language | keyword | sentence | whether it is used (+) or not (-). */
const corpus = `
ja | 猫 | 猫が好きだ。 | +
ja | 犬 | 猫が好きだ。 | -
ja | 京 | 東京に行った。 | -
ja | 森林 | 森林公園を歩いた。 | +
ja | 京都 | 東京都に行った。 | -
ja | 京都 | 京都に行った。 | +
ja | タイ | 古いタイヤがあった。 | -
ja | タイ | タイとワイン | +
ja | ﾜｲﾝ | タイとワイン | +
ja | ドラゴン | 大きなドラゴンが来た。 | +
ja | ねこ | ねころぶ | -
ja | チョコレート | チョコレートケーキを食べた。 | +
ja | Tokyo | 彼はTokyoに行った。 | +
ja | 東京タワー | 東京タワーが光る。 | +
ja | 魔法使い | 魔法使いの弟子 | +
zh | 狐狸 | 小狐狸在森林里。 | +
zh | 老虎 | 小狐狸在森林里。 | -
zh | 森林 | 小狐狸在森林里。 | +
zh-TW | 火山 | 火山爆發了。 | +
zh | 虎 | 老虎来了。 | -
zh | 虎 | 老虎和虎 | +
zh | 《西游记》 | 他读《西游记》。 | +
zh | AI | 他用AI写作。 | +
zh | 魔法 森林 | 魔法 森林 | +
th | แมว | เด็กชายรักแมว | +
th | ตา | เขาตาย | -
th | หมา | เด็กชายรักแมว | -
ko | 여우 | 여우가 숲에 있었다. | +
ko | 여우 | 작은 여우들이 왔다. | +
ko | 숲 | 숲을 걸었다. | +
ko | 강 | 강의를 들었다. | -
ko | 종 | 종이를 접었다. | -
ko | TV | TV를 보았다. | +
ru | лиса | Он увидел лису. | +
ru | лиса | Лисой звали её. | +
ru | лиса | Лист упал. | -
ru | волк | Волки выли. | +
ru | книга | В книге сказано | +
ru | книги | Одна книга | +
ru | дракон | с драконом | +
ru | магия | сила магии | +
ru | море | у моря | +
ru | красный | красная шапка | +
ru | дверь | за дверью | +
ru | кот | который час | -
ru | кот | Коты спали. | +
ru | лес | в лесу | +
ru | стол | столица | -
ru | старый дом | в старом доме | +
uk | книга | у книзі та книгу | +
uk | м'яч | М’яч упав. | +
pl | matka | dla matki | +
pl | smok | Smoki latały | +
pl | smok | smoking | -
de | Katze | Die Katzen schliefen. | +
de | Haus | Die Häuser brannten. | +
de | Häuser | Das Haus brannte. | +
de | Straße | auf der STRASSE | +
de | Wagen | Ich wage es. | -
de | Reis | eine lange Reise | -
de | Macht | Er machte es. | -
de | Buch | unter der Buche | -
de | Tag | drei Tage lang | +
de | Eis | aus Eisen | -
de | Königin | Zwei Königinnen | +
de | Hund | mit den Hunden | +
de | Meister | meist | -
nl | kat | twee katten | +
nl | boom | de bomen | +
nl | meisje | de meisjes | +
nl | dans | de danser lacht | -
nl | mooi | een mooier huis | +
nl | grappig | nog grappiger | +
ru | другой | мой друг | -
ru | новый | дом нов | +
ru | статья | надо стать | -
ru | статья | две статьи | +
fr | rappel | il rappelle la reine | -
fr | emploi | il emploie un mot | -
fr | emploi | deux emplois | +
ar | قلعة | القلاع القديمة | +
ar | نافذة | فتح النوافذ | +
ar | عمل | عملية كبيرة | -
nl | jongen | jong | -
es | casa | las casas | +
es | casa | el caso | -
es | flor | las flores | +
es | flores | la flor | +
es | voz | las voces | +
es | dios | me dio | -
es | corazón | dos corazones | +
es | niño | los niños | +
es | niño | la nino | -
es | año | los anos | -
es-MX | sol | Los soles | +
es | solo | El sol | -
fr | cheval | les chevaux | +
fr | maison | Les maisons | +
fr | homme | l’homme | +
fr | l'homme | un homme | +
fr | île | presqu'île | -
fr | arbre | qu’arbres | +
fr | hui | aujourd'hui | -
fr | cour | au cours de | -
fr | souris | Elle a souri. | -
fr | gâteau | des gâteaux | +
fr | mur | mûr | -
fr | roi | les rois | +
it | casa | le case | +
it | casa | il caso | -
it | acqua | dell’acqua | +
it | lupo | i lupi | +
it | strega | le streghe | +
it | sole | era sola | -
pt | coração | dois corações | +
pt | casas | a casa | +
pt-BR | animal | os animais | +
pt | mal | mais | -
sv | häst | hästen och hästarna | +
sv | bok | böcker | +
da | hund | hundene | +
no | fjell | fjellene | +
tr | İstanbul | İstanbul’da | +
tr | ışık | IŞIK | +
tr | kedi | kediler uyudu | +
tr | kitap | kitaplar | +
tr | orman | ormanda | +
tr | ev | evler | +
tr | köpek | köpeği | +
tr | at | ata | -
az | İşıq | işıq | +
el | δρόμος | ΔΡΌΜΟΣ | +
el | δρόμος | τον δρόμο | +
el | θάλασσα | της θάλασσας | +
el | βουνό | τα βουνά | +
el | γάτα | γατί | -
ar | قمر | رأى القمر | +
ar | قمر | والقمر | +
ar | أب | الأب كبير | +
el | γη | της γης | -
de | Wald | im Wäldchen | -
ru | сон | во сне | +
ar | حار | بحار | -
ar | سيارة | السيارات | +
he | ילד | הילדים שיחקו | +
he | ספר | הספר | +
he | צה"ל | חיילי צה"ל | +
hi | लड़का | लड़के ने कहा | +
hi | किताब | किताबें | +
hi | किताब | किताबी | -
id | rumah | rumahnya besar | +
vi | rồng | con rồng bay | +
vi | rồng | rông | -
fi | kettu | kettuja juoksi | +
fi | kissa | kissan | +
fi | susi | susia | -
hu | farkas | farkasok | +
fa | کتابها | کتاب‌ها | +
cs | zámek | zámekx | +
cs | zámek | zámekxyz | -
xx-unknown | dragon | dragons | +
`

const rows = corpus
  .trim()
  .split('\n')
  .map(row => row.split(' | '))

describe('A keyword in another language', () => {
  it.each(rows.filter(row => row[3] === '+'))('%s: %j is used in %j', (language, keyword, text) => {
    expect(usedAndMissing([keyword ?? ''], text ?? '', language ?? '').used).toEqual([keyword])
  })

  it.each(rows.filter(row => row[3] === '-'))(
    '%s: %j is not used in %j',
    (language, keyword, text) => {
      expect(usedAndMissing([keyword ?? ''], text ?? '', language ?? '').missing).toEqual([keyword])
    }
  )

  it('has a corpus in which each row is either a match or a mismatch', () => {
    expect(rows.filter(row => row[3] === '+' || row[3] === '-')).toHaveLength(rows.length)
    expect(rows.length).toBeGreaterThan(130)
  })
})

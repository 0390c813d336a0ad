import { countTokens } from '#modules/llm/usage/token-count.js'
import { countWords } from '#modules/stories/checks/words/word-count.js'
import { tokenLimit } from './token-limit.js'

/** Prose of the kind that a model writes, of our own making. */
const prose: Readonly<Record<string, string>> = {
  en: 'The fox had lived beside the lighthouse for eleven winters, and she knew its moods as sailors know the wind. When the lamp went dark one October evening, nobody in the village noticed but her. She took the silver key in her teeth, climbed the hundred and twelve steps, and waited at the door until the keeper’s daughter came running.',
  de: 'Der Fuchs lebte seit elf Wintern neben dem Leuchtturm und kannte seine Launen, wie Seeleute den Wind kennen. Als das Licht eines Abends im Oktober erlosch, bemerkte es im ganzen Dorf niemand außer ihm. Er nahm den silbernen Schlüssel zwischen die Zähne, stieg die hundertzwölf Stufen hinauf und wartete vor der Tür, bis die Tochter des Wärters gelaufen kam.',
  nl: 'De vos woonde al elf winters naast de vuurtoren en kende zijn buien zoals zeelui de wind kennen. Toen het licht op een avond in oktober doofde, merkte niemand in het dorp het behalve zij. Ze nam de zilveren sleutel tussen haar tanden en beklom de honderdtwaalf treden.',
  sv: 'Räven hade bott bredvid fyren i elva vintrar och kände dess humör så som sjömän känner vinden. När ljuset slocknade en kväll i oktober märkte ingen i byn det utom hon. Hon tog silvernyckeln mellan tänderna och klättrade uppför de hundratolv trappstegen.',
  da: 'Ræven havde boet ved siden af fyrtårnet i elleve vintre og kendte dets luner, som søfolk kender vinden. Da lyset gik ud en aften i oktober, lagde ingen i landsbyen mærke til det undtagen hende. Hun tog sølvnøglen mellem tænderne og gik op ad de hundrede og tolv trin.',
  nb: 'Reven hadde bodd ved siden av fyrtårnet i elleve vintre og kjente lunene dets slik sjøfolk kjenner vinden. Da lyset sluknet en kveld i oktober, merket ingen i landsbyen det bortsett fra henne. Hun tok sølvnøkkelen mellom tennene og gikk opp de hundre og tolv trinnene.',
  es: 'La zorra llevaba once inviernos viviendo junto al faro y conocía sus humores como los marineros conocen el viento. Cuando la lámpara se apagó una noche de octubre, nadie en el pueblo lo notó salvo ella. Tomó la llave de plata entre los dientes, subió los ciento doce escalones y esperó ante la puerta hasta que llegó corriendo la hija del farero.',
  fr: 'La renarde vivait depuis onze hivers près du phare et connaissait ses humeurs comme les marins connaissent le vent. Quand la lampe s’éteignit un soir d’octobre, personne au village ne le remarqua, sauf elle. Elle prit la clé d’argent entre ses dents, monta les cent douze marches et attendit devant la porte que la fille du gardien accoure.',
  it: 'La volpe viveva accanto al faro da undici inverni e ne conosceva gli umori come i marinai conoscono il vento. Quando la lampada si spense una sera di ottobre, nessuno nel villaggio se ne accorse tranne lei. Prese la chiave d’argento fra i denti, salì i centododici gradini e aspettò davanti alla porta.',
  pt: 'A raposa vivia há onze invernos ao lado do farol e conhecia os seus humores como os marinheiros conhecem o vento. Quando a lâmpada se apagou numa noite de outubro, ninguém na aldeia reparou, exceto ela. Pegou na chave de prata com os dentes, subiu os cento e doze degraus e esperou à porta.',
  zh: '狐狸在灯塔旁边住了十一个冬天，它了解灯塔的脾气，就像水手了解风一样。十月的一个晚上，灯忽然灭了，村子里除了它没有人注意到。它叼着银钥匙，爬上一百一十二级台阶，在门口等着，直到守塔人的女儿跑来。',
  ja: '狐は十一回の冬を灯台のそばで過ごし、船乗りが風を知るように、その機嫌をよく知っていた。十月のある晩、明かりが消えたとき、村で気づいたのは狐だけだった。狐は銀の鍵をくわえて百十二段の階段を登り、灯台守の娘が走ってくるまで扉の前で待っていた。',
  ru: 'Лиса жила у маяка уже одиннадцать зим и знала его нрав так, как моряки знают ветер. Когда однажды октябрьским вечером лампа погасла, никто в деревне этого не заметил, кроме неё. Она взяла серебряный ключ в зубы, поднялась по ста двенадцати ступеням и ждала у двери.',
  el: 'Η αλεπού ζούσε έντεκα χειμώνες δίπλα στον φάρο και γνώριζε τις διαθέσεις του όπως οι ναύτες γνωρίζουν τον άνεμο. Όταν ένα βράδυ του Οκτωβρίου η λάμπα έσβησε, κανείς στο χωριό δεν το πρόσεξε εκτός από εκείνη.',
  hi: 'लोमड़ी ग्यारह सर्दियों से प्रकाशस्तंभ के पास रहती थी और उसके मिज़ाज को वैसे ही जानती थी जैसे नाविक हवा को जानते हैं। अक्टूबर की एक शाम जब दीपक बुझ गया, तो गाँव में उसके सिवा किसी ने ध्यान नहीं दिया।',
  th: 'สุนัขจิ้งจอกอาศัยอยู่ข้างประภาคารมาสิบเอ็ดฤดูหนาว และรู้จักอารมณ์ของมันเหมือนที่กะลาสีรู้จักสายลม คืนหนึ่งในเดือนตุลาคมเมื่อแสงไฟดับลง ไม่มีใครในหมู่บ้านสังเกตเห็นนอกจากเธอ'
}

describe('The token limit', () => {
  it.each(Object.keys(prose))('allows 2000 words in %s with a third to spare', async language => {
    const text = prose[language] ?? ''
    const perWord = countTokens(JSON.stringify(text)) / countWords(text, language)
    const request = { words: { min: 1200, max: 2000 }, language, keywords: [] }
    const room = tokenLimit(request)
    expect(room).toBeGreaterThanOrEqual(2000 * perWord * 1.25)
    expect(room).toBeLessThanOrEqual(2000 * perWord * 2.8)
  })

  it('grows with the requested length', () => {
    const limits = [100, 500, 2000].map(max =>
      tokenLimit({ words: { min: 50, max }, language: 'en', keywords: [] })
    )
    expect(limits).toEqual(limits.toSorted((a, b) => a - b))
  })

  it('allows for keywords of any script in any language', async () => {
    const keyword = '𒂫𐳭'.repeat(25)
    const request = { words: { min: 60, max: 100 }, language: 'en' }
    const limits = [[], [keyword]].map(keywords => tokenLimit({ ...request, keywords }))
    expect((limits[1] ?? 0) - (limits[0] ?? 0)).toBeGreaterThan(2 * countTokens(keyword))
  })
})

import { joined, lazy, withEndings, wordSet } from '#modules/stories/checks/words/word-forms.js'

/** The forms of a verb; none if the word does not end like an infinitive. */
export function frenchVerbForms(word: string): readonly string[] {
  if ((word.length < 4 && !irregulars().has(word)) || notVerbs.has(word)) return []
  const known = irregularOf(word)
  if (known !== undefined) return known
  if (word.endsWith('er')) return firstGroup(word)
  if (word.endsWith('ir')) return secondGroup(word.slice(0, -2))
  if (word.endsWith('dre') || word.endsWith('pre')) return thirdGroup(word.slice(0, -2))
  return []
}

/** Nouns and adjectives that end like infinitives. */
const notVerbs =
  wordSet(`soir noir hiver mer fer cher fier hier ver enfer amer léger étranger boulanger berger verger danger premier dernier
  oranger rocher clocher boucher plancher foyer loyer noyer métier papier cahier panier escalier chevalier sorcier collier acier quartier entier
  fermier ouvrier sentier désir plaisir loisir souvenir cuir saphir tir élixir espoir trottoir miroir tiroir couloir manoir dortoir cendre ordre cadre cèdre poudre foudre septembre
  singulier particulier régulier familier dîner souper goûter baiser laser super cancer`)

const imperfect = 'ais ait ions iez aient'
const agreement = '- e s es'
const future = ['ai as a ons ez ont', imperfect].join(' ')

function firstGroup(word: string): readonly string[] {
  const stem = word.slice(0, -2)
  const stems = new Set([
    stem,
    stem.replace(/[eé](?=[^aeiouyéè]{1,2}$)/, 'è'),
    stem.replace(/(?<=e)([lt])$/, '$1$1'),
    stem.replace(/c$/, 'ç'),
    stem.replace(/g$/, 'ge'),
    stem.replace(/y$/, 'i'),
    ...(stem === 'envoy' || stem === 'renvoy' ? [stem.replace(/oy$/, 'er')] : [])
  ])
  const endings = `e es ons ez ent ${imperfect} ai as a âmes âtes èrent asse asses ât assent é ée és ées ant ante ants antes`
  return [...stems].flatMap(each =>
    joined(
      withEndings(each, endings),
      withEndings(`${each}er`, future),
      each.endsWith('er') ? withEndings(`${each}r`, future) : []
    )
  )
}

function secondGroup(stem: string): readonly string[] {
  return [
    ...withEndings(
      stem,
      'is it issons issez issent îmes îtes irent isse isses ît issant issante issants issantes i ie ies'
    ),
    ...withEndings(`${stem}iss`, imperfect),
    ...withEndings(`${stem}ir`, future)
  ]
}

/** rendre, perdre, rompre */
function thirdGroup(stem: string): readonly string[] {
  return [
    ...withEndings(
      stem,
      `s - t ons ez ent e es ${imperfect} is it îmes îtes irent u ue us ues ant ante ants antes`
    ),
    ...withEndings(`${stem}r`, future)
  ]
}

/** The longest irregular verb at the end of a word decides: revenir follows venir. */
function irregularOf(word: string): readonly string[] | undefined {
  for (let start = 0; start + 3 <= word.length; start++) {
    const forms = irregulars().get(word.slice(start))
    if (forms !== undefined && (start === 0 || start > 1 || /^[aéor]/.test(word))) {
      return forms.map(form => word.slice(0, start) + form)
    }
  }
  return undefined
}

const irregulars = lazy(
  () => new Map(table.split('|').map(row => irregular(row.trim().split(/\s+/))))
)

/** @param row infinitive, singular of the present, stems of nous, ils, future, past; participle; further forms */
function irregular(row: readonly string[]): readonly [string, readonly string[]] {
  const [
    infinitive = '',
    singular = '',
    we = '',
    they = '',
    will = '',
    past = '',
    participle = '',
    ...more
  ] = row
  const long = past.replace(/i(?=n?$)/, 'î').replace(/u$/, 'û')
  return [
    infinitive,
    [
      infinitive,
      ...singular.split(','),
      ...withEndings(we, `ons ez ${imperfect} ant ante ants antes`),
      ...withEndings(they, 'ent e es'),
      ...withEndings(will, future),
      ...(past === '-'
        ? []
        : [...withEndings(past, 's t rent sse ssent'), ...withEndings(long, 'mes tes t')]),
      ...withEndings(participle, agreement),
      ...more
    ]
  ]
}

const table = `venir viens,vient ven vienn viendr vin venu|tenir tiens,tient ten tienn tiendr tin tenu|partir pars,part part part partir parti parti
  |sortir sors,sort sort sort sortir sorti sorti|dormir dors,dort dorm dorm dormir dormi dormi|servir sers,sert serv serv servir servi servi
  |sentir sens,sent sent sent sentir senti senti|mentir mens,ment ment ment mentir menti menti|courir cours,court cour cour courr couru couru
  |mourir meurs,meurt mour meur mourr mouru mort|ouvrir ouvre ouvr ouvr ouvrir ouvri ouvert|couvrir couvre couvr couvr couvrir couvri couvert
  |offrir offre offr offr offrir offri offert|souffrir souffre souffr souffr souffrir souffri souffert
  |cueillir cueille cueill cueill cueiller cueilli cueilli|fuir fuis,fuit fuy fui fuir fui fui|acquérir acquiers,acquiert acquér acquièr acquerr acqui acquis
  |conquérir conquiers,conquiert conquér conquièr conquerr conqui conquis|vêtir vêts,vêt vêt vêt vêtir vêti vêtu|bouillir bous,bout bouill bouill bouillir bouilli bouilli
  |assaillir assaille assaill assaill assaillir assailli assailli|haïr hais,hait haïss haïss haïr haï haï
  |voir vois,voit voy voi verr vi vu|pouvoir peux,peut pouv peuv pourr pu pu puisse puisses puissent puis|vouloir veux,veut voul veul voudr voulu voulu veuille veuillez
  |devoir dois,doit dev doiv devr du dû due dus dues|savoir sais,sait sav sav saur su su sache sachent sachant sachez|recevoir reçois,reçoit recev reçoiv recevr reçu reçu
  |apercevoir aperçois,aperçoit apercev aperçoiv apercevr aperçu aperçu|percevoir perçois,perçoit percev perçoiv percevr perçu perçu
  |concevoir conçois,conçoit concev conçoiv concevr conçu conçu|décevoir déçois,déçoit décev déçoiv décevr déçu déçu
  |falloir faut fall fall faudr fallu fallu faille|valoir vaux,vaut val val vaudr valu valu vaille|pleuvoir pleut pleuv pleuv pleuvr plu plu
  |asseoir assieds,assied assey assey assiér assi assis assois assoit|mouvoir meus,meut mouv meuv mouvr mu mu|émouvoir émeus,émeut émouv émeuv émouvr ému ému
  |prendre prends,prend pren prenn prendr pri pris|mettre mets,met mett mett mettr mi mis|battre bats,bat batt batt battr batti battu
  |faire fais,fait fais fass fer fi fait font faites|dire dis,dit dis dis dir di dit dites|lire lis,lit lis lis lir lu lu|écrire écris,écrit écriv écriv écrir écrivi écrit
  |décrire décris,décrit décriv décriv décrir décrivi décrit|inscrire inscris,inscrit inscriv inscriv inscrir inscrivi inscrit
  |boire bois,boit buv boiv boir bu bu|croire crois,croit croy croi croir cru cru|connaître connais,connaît connaiss connaiss connaîtr connu connu
  |paraître parais,paraît paraiss paraiss paraîtr paru paru|naître nais,naît naiss naiss naîtr naqui né|vivre vis,vit viv viv vivr vécu vécu
  |suivre suis,suit suiv suiv suivr suivi suivi|duire duis,duit duis duis duir duisi duit|construire construis,construit construis construis construir construisi construit
  |détruire détruis,détruit détruis détruis détruir détruisi détruit|instruire instruis,instruit instruis instruis instruir instruisi instruit
  |craindre crains,craint craign craign craindr craigni craint|plaindre plains,plaint plaign plaign plaindr plaigni plaint
  |peindre peins,peint peign peign peindr peigni peint|teindre teins,teint teign teign teindr teigni teint|feindre feins,feint feign feign feindr feigni feint
  |éteindre éteins,éteint éteign éteign éteindr éteigni éteint|atteindre atteins,atteint atteign atteign atteindr atteigni atteint
  |étreindre étreins,étreint étreign étreign étreindr étreigni étreint|joindre joins,joint joign joign joindr joigni joint
  |rire ris,rit ri ri rir ri ri|plaire plais,plaît plais plais plair plu plu plait|taire tais,tait tais tais tair tu tu
  |vaincre vaincs,vainc vainqu vainqu vaincr vainqui vaincu|conclure conclus,conclut conclu conclu conclur conclu conclu
  |inclure inclus,inclut inclu inclu inclur inclu inclus|exclure exclus,exclut exclu exclu exclur exclu exclu|résoudre résous,résout résolv résolv résoudr résolu résolu
  |coudre couds,coud cous cous coudr cousi cousu|moudre mouds,moud moul moul moudr moulu moulu|nuire nuis,nuit nuis nuis nuir nuisi nui|luire luis,luit luis luis luir luisi lui
  |suffire suffis,suffit suffis suffis suffir suffi suffi|croître crois,croît croiss croiss croîtr crû crû|accroître accrois,accroît accroiss accroiss accroîtr accru accru
  |être suis,es,est ét soi ser fu été sommes êtes sont sois soit soient soyons soyez étant étais était étions étiez étaient
  |avoir ai,as,a av ai aur eu eu ont aie aies ait aient ayons ayez ayant|aller vais,vas,va all aill ir - allé allai allas alla allèrent vont aille ailles aillent
  |envoyer envoie,envoies envoy envoi enverr - envoyé envoya envoyèrent envoyai|clore clos,clôt clos clos clor - clos|traire trais,trait tray trai trair - trait
  |extraire extrais,extrait extray extrai extrair - extrait|distraire distrais,distrait distray distrai distrair - distrait`

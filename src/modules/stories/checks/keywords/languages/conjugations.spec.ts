import { usedAndMissing } from '../keywords.fixture.ts'

/** Language | keyword | forms of it | a word that only looks alike. */
const conjugations = `
ru | рисовать | рисую рисует рисовал рисуют рисуя | рис
ru | танцевать | танцую танцует танцевали | танец
ru | давать | даю дает дают давал | дама
ru | узнавать | узнаю узнает узнавала | узел
ru | вставать | встаю встает вставали | вставка
ru | тянуть | тяну тянет тянула | тина
ru | сохнуть | сохнет сох сохла | соха
ru | любить | люблю любит любят любила | любой
ru | ходить | хожу ходит ходили | ход
ru | возить | вожу возит возил | воз
ru | чистить | чищу чистит чистили чищен | число
ru | платить | плачу платит | плато
ru | просить | прошу просит просила | просо
ru | писать | пишу пишет писали пишущий | писк
ru | искать | ищу ищет искали | иск
ru | гореть | горю горит горят горела горящий | гора
ru | смеяться | смеется смеялись смеюсь | смена
ru | открыть | открою откроет открыл открыта открытый | открытка
ru | дуть | дую дует дули | дуб
ru | нести | несу несет нес несла несли | нечего
ru | печь | пеку печет пекут пекла | печаль
ru | беречь | берегу бережет берегла | бережок
ru | идти | иду идет шел шла шли | идея
ru | мочь | могу может могла могли | мошка
ru | бежать | бегу бежит бегут бежал | бежевый
ru | взять | возьму возьмет взял взяла | взятка
ru | строить | строю строит строили | строгий
ru | учить | учу учит учат учил | учитель
ru | купить | куплю купит купила куплен | купол
ru | сделать | сделаю сделает сделан сделанный | сделка
ru | смерть | смерти смертью | смерил
pl | rysować | rysuję rysuje rysował rysowana rysowanie | rys
pl | kazać | każę każe kazała | kasza
pl | płakać | płaczę płacze płakały | płaszcz
pl | kopać | kopię kopie kopali | koperta
pl | robić | robię robi robiła robiony robienie | robot
pl | chodzić | chodzę chodzi chodzili | chodnik
pl | nosić | noszę nosi nosiła noszony | nos
pl | wozić | wożę wozi woził | wozu
pl | płacić | płacę płaci płacił płacone | płacz
pl | czyścić | czyszczę czyści czyścili | czyste
pl | umieć | umiem umie umieją umiała | umowa
pl | widzieć | widzę widzi widział widziała widzieli | widmo
pl | zamknąć | zamknę zamknie zamknął zamknęła zamknięty | zamek
pl | ciągnąć | ciągnę ciągnie ciągnęli | ciąg
pl | kuć | kuje kuł kuty | kur
pl | tańczyć | tańczę tańczy tańczyli | taniec
pl | nieść | niosę niesie niósł nieśli | nieco
pl | przynieść | przyniosę przyniósł przyniosła | przyczyna
pl | wziąć | wezmę weźmie wziął wzięła | wziernik
pl | brać | biorę bierze brali | brat
pl | istnieć | istnieję istnieje istniał | istota
pl | czerwony | czerwona czerwonego czerwonych czerwoni | czerwiec
pl | stary | starsza starego starzy najstarszy | staruszek
pl | mąż | męża mężowi mężem | maż
pl | stół | stołu stole stoły | stołek
pl | pies | psa psem psy psów | pieśń
pl | dzień | dnia dniem dni | dziennik
pl | imię | imienia imiona imieniem | imienniczka
pl | student | studenta studenci studentów | studnia
pl | artysta | artysty artyści artystów | artyzm
pl | ręka | ręce ręki rąk | rękaw
pl | książę | księcia książęta | księżyc
pl | miasto | mieście miasta miast | miasteczko
it | cercare | cerco cerchi cercherò cercato cercava | cerchio
it | mangiare | mangio mangi mangerà mangiato mangiando | mangime
it | amare | amo ama amiamo amerò amato | amaro
it | temere | teme temeva temette temuto | temporale
it | partire | parto parte partì partita partirono | particella
it | finire | finisco finisce finì finito | finta
it | porre | pongo pone posto porrà | porro
it | trarre | traggo trasse tratto trarrà | trama
it | condurre | conduco conduceva condusse condotto | condono
it | essere | era fu stato | esca
it | andare | vado va andò andavano | anda
it | sorprendere | sorprese sorpreso sorprendeva | sorpasso
it | morire | muore morì morto | morso
it | lavarsi | lavarmi lavava lavato | lavoro
it | vedere | vedo vide visto vedrà | vedetta
it | correre | corse corso correva | corriere
it | uscire | esce uscì uscivano | uscio
it | mare | mari | mano
pt | ficar | fico fiquei ficou ficava | ficha
pt | chegar | chego cheguei chegou | chaga
pt | dançar | danço dance dancei dançando | dano
pt | passear | passeio passeia passeou | passe
pt | odiar | odeio odeia odiava | ode
pt | comer | comeu comia | comarca
pt | vencer | venço vence venceu | vento
pt | fugir | fujo foge fugiu fugindo | fumo
pt | erguer | ergo ergueu erguia | erva
pt | dirigir | dirijo dirige dirigiu | direto
pt | sentir | sinto sente sentiu | sino
pt | dormir | durmo dorme dormiu | dormente
pt | subir | subo sobe subiu | súbito
pt | cair | caio cai caiu caíam | caixa
pt | reunir | reúno reúne reuniu | rena
pt | proibir | proíbo proíbe proibiu | prova
pt | pôr | ponho põe pôs posto | por
pt | compor | componho compôs composto | comporta
pt | manter | mantém manteve mantinha | manteiga
pt | ser | sou era foi seja | serra
pt | mar | mares | amar
nl | boom | bomen boompje | bom
nl | huis | huizen huisje | hui
nl | brief | brieven briefje | brie
nl | winkel | winkels winkeltje | wimpel
nl | museum | musea | muis
nl | timmerman | timmerlieden timmermannen | timmeren
nl | melodie | melodieën | melo
nl | schoonheid | schoonheden | schoon
nl | industrieel | industriële | industrie
nl | duur | duurder dure | durf
nl | lief | lieve liever liefste | lift
nl | rood | rode roder | roede
nl | maken | maakt maakte gemaakt | makker
nl | pakken | pakt pakte gepakt | pakhuis
nl | leven | leeft leefde geleefd | lever
nl | reizen | reist reisde gereisd | rijst
nl | luisteren | luistert luisterde geluisterd | lusteloos
nl | effenen | effende geëffend | effect
nl | irriteren | irriteerde geïrriteerd | irritatie
nl | gaan | gaat ging gegaan | gang
nl | begrijpen | begrijpt begreep begrepen | begrip
nl | verliezen | verliest verloor verloren | verlossing
nl | opbellen | opgebeld | opbelletje
nl | uitnodigen | uitgenodigd | uitnodiging
es | buscar | busco busqué buscaba | busto
es | llegar | llego llegué llegó | llave
es | cruzar | cruzo crucé cruzó | cruz
es | pensar | pienso piensa pensó | pensión
es | contar | cuento cuenta contó | cuenco
es | pedir | pido pide pidió | pez
es | huir | huyo huye huyó | huerta
es | conocer | conozco conoce conoció | concha
es | coger | cojo coge cogió | cojín
es | oír | oigo oye oyó | orilla
es | poner | pongo puso puesto pondrá | poniente
es | levantarse | levantó levanta levantarme | levadura
fr | manger | mangeons mangeait mangea mangé | manche
fr | placer | plaçons plaçait plaça | plage
fr | jeter | jette jetait jeta | jeton
fr | appeler | appelle appelait appela | appât
fr | nettoyer | nettoie nettoyait nettoya | nette
fr | finir | finit finissait finissent | fine
fr | vendre | vend vendait vendu | vent
fr | venir | vient vint venu viendra | venin
de | lachen | lacht lachte gelacht lachend | Lachs
de | arbeiten | arbeitet arbeitete gearbeitet | Arbeiter
de | reisen | reist reiste gereist | Riese
de | singen | singt sang gesungen sänge | Sinn
de | lesen | liest las gelesen | Leser
de | erzählen | erzählt erzählte | Zahl
de | wandern | wandert wanderte gewandert | Wand
de | tun | tut tat getan | Tunnel
de | sein | ist war gewesen | Seite
de | mitnehmen | mitgenommen mitzunehmen mitnimmt | Mitte
de | bringen | bringt brachte gebracht brächte | Ring
`

const rows = conjugations
  .trim()
  .split('\n')
  .map(row => row.split(' | '))

const used = (keyword = '', word = '', language = '') =>
  usedAndMissing([keyword], `… ${word}`, language).used.length > 0

describe('A keyword', () => {
  it.each(rows)('%s: %s is used in each of its forms', (language, keyword, forms = '') => {
    expect(forms.split(' ').filter(form => !used(keyword, form, language))).toEqual([])
  })

  it.each(rows)('%s: %s is not used in a word that looks alike', (language, keyword, _, other) => {
    expect(used(keyword, other, language)).toBe(false)
  })
})

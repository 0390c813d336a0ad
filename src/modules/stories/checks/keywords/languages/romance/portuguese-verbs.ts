import { lazy, withEndings, wordSet } from '#modules/stories/checks/words/word-forms.js'

/** The forms of a verb; none if the word does not end like an infinitive. */
export function portugueseVerbForms(word: string): readonly string[] {
  const infinitive = word.replace(/-se$/, '')
  const kind = /(?:a|e|i|o|ô)r$/.exec(infinitive)?.[0]
  if (kind === undefined || infinitive.length < 2) return []
  const stem = infinitive.slice(0, -2)
  if (
    notVerbs.has(infinitive) ||
    (!/[aeiouáéíóúã]/.test(stem) && !irregulars().has(infinitive) && !/^p[oô]r$/.test(infinitive))
  )
    return []
  if (fullyIrregular.has(infinitive))
    return [...irregularOf(infinitive), ...withEndings(infinitive, 'es mos des em')]
  const own =
    kind === 'ar'
      ? firstConjugation(stem)
      : kind === 'or' || kind === 'ôr'
        ? ofPor(infinitive.slice(0, -3))
        : otherConjugations(stem, kind)
  return [...own, ...irregularOf(infinitive), ...withEndings(infinitive, 'es mos des em')]
}

const fullyIrregular = wordSet('ser estar ter vir ir ver dar')

/** Nouns and adjectives that end like infinitives. */
const notVerbs =
  wordSet(`lugar mar bar par altar pilar colar azar solar militar similar popular particular singular regular lunar escolar familiar
  celular titular auxiliar exemplar peculiar vulgar tear polegar paladar radar lar ar ímpar mulher talher colher prazer qualquer
  maior menor melhor pior amor flor cor dor calor valor autor professor senhor doutor pintor ator motor favor sabor humor terror horror interior exterior superior inferior anterior posterior
  redor tambor suor vapor andor`)

const aEndings =
  `o as a amos ais am ei aste ou ámos astes aram ava avas ávamos avam ara aras áramos e es emos en em asse asses ássemos assem
  ado ada ados adas ando arei arás ará aremos arão aria arias aríamos ariam á ai`.replace(
    /\s+/g,
    ' '
  )
const eiEndings =
  `o es e emos imos eis is em i este iste eu iu estes istes eram iram ia ias íamos iam era eras ira íramos êramos a as amos am esse isse êssemos íssemos essem issem
  ido ida idos idas endo indo erei erás erá eremos erão eria erias eríamos eriam irei irás irá iremos irão iria irias iríamos iriam ê i í iam íam ía íram íra ís íu ído ída ídos ídas íste ímos uem`.replace(
    /\s+/g,
    ' '
  )

function firstConjugation(stem: string): readonly string[] {
  const beforeE = stem.replace(/c$/, 'qu').replace(/g$/, 'gu').replace(/ç$/, 'c')
  return [
    ...withEndings(stem, aEndings),
    ...withEndings(beforeE, 'e es emos em ei'),
    ...(stem.endsWith('e') ? withEndings(`${stem}i`, 'o as a am e es em') : []),
    ...(stem.endsWith('i') ? withEndings(stem.replace(/i$/, 'ei'), 'o as a am e es em') : [])
  ]
}

function otherConjugations(stem: string, kind: string): readonly string[] {
  const beforeA = stem.endsWith('gu')
    ? stem.slice(0, -1)
    : stem.replace(/c$/, 'ç').replace(/g$/, 'j')
  const raised =
    kind === 'ir'
      ? [
          beforeA.replace(/e(?=[^aeiou]*$)/, 'i'),
          beforeA.replace(/o(?=[^aeiou]*$)/, 'u'),
          stem.replace(/e(?=[^aeiou]*$)/, 'i')
        ]
      : []
  const accented = [
    stem.replace(/(?<=[aeo])u(?=[^aeiou]+$)/, 'ú'),
    stem.replace(/(?<=[aeo])i(?=[^aeiou]+$)/, 'í')
  ].filter(each => each !== stem)
  const lowered = kind === 'ir' ? [stem.replace(/u(?=[^aeiou]+$)/, 'o')] : []
  return [
    ...withEndings(stem, eiEndings),
    ...[beforeA, ...raised, ...accented].flatMap(each => withEndings(each, 'o a as amos am')),
    ...[...raised, ...lowered, ...accented].flatMap(each => withEndings(each, 'e es em'))
  ]
}

function ofPor(prefix: string): readonly string[] {
  return withEndings(
    `${prefix}p`,
    'onho ões õe omos ondes õem us useste ôs usemos useram unha unhas únhamos unham onha onhas onhamos onham usesse usessem user userem usera orei orá oremos orão oria oriam osto osta ostos ostas ondo ô ormos'
  )
}

/** The longest irregular verb at the end of a word decides: manter follows ter. */
function irregularOf(infinitive: string): readonly string[] {
  for (let start = 0; start + 2 <= infinitive.length; start++) {
    const end = infinitive.slice(start)
    if (
      start > 0 &&
      end.length < 4 &&
      !/^(?:man|ob|con|de|re|abs|sus|ad|in|pre|pro|inter|so|pos|a|entre|an|tele)+$/.test(
        infinitive.slice(0, start)
      )
    )
      continue
    const forms = irregulars().get(end)
    if (forms !== undefined)
      return forms
        .flatMap(form => formsOfEntry(form))
        .map(form => infinitive.slice(0, start) + form)
  }
  return []
}

/** An entry with a hyphen is the stem of a strong past: its endings are regular. */
function formsOfEntry(entry: string): readonly string[] {
  if (!entry.endsWith('-')) return [entry]
  return withEndings(
    entry.slice(0, -1),
    'e este emos estes eram era eras éramos esse esses éssemos essem r er eres ermos erem'
  )
}

const irregulars = lazy(
  () =>
    new Map(
      table.split('|').map(row => {
        const [verb = '', ...forms] = row.trim().split(/\s+/)
        return [verb, forms] as const
      })
    )
)

const table = `ser sou és é somos sois são fui foste foi fomos foram era eras éramos eram seja sejas sejamos sejam fosse fosses fôssemos fossem for fores formos forem fora sido sendo será serei serão seria seriam
  |estar estou estás está estão estiv- esteve esteja estejas estejamos estejam|ir vou vais vai vamos vão fui foste foi fomos foram ia ias íamos iam vá vás vamos fosse fossem for forem ido indo irá irão iria
  |ter tenho tens tem têm temos tinha tinhas tínhamos tinham tive tiv- teve tenha tenhas tenhamos tenham terá terão teria teriam tido tida tendo téns tém|vir venho vens vem vêm vimos vinha vinhas vínhamos vinham vim vieste veio viemos vieram vier vierem viesse viessem venha venhas venham virá virão viria vindo vinda vindos vindas vém vêm
  |ver vejo vês vê vemos veem vêem via vi viste viu vimos viram visse vissem vir virem veja vejas vejamos vejam visto vista vistos vistas vendo|dar dou dás dá damos dão dei deste deu demos deram der derem desse dessem dera dê dês deem dêem
  |fazer faço faz fiz fiz- fez faça faças façamos façam farei fará farão faria fariam feito feita feitos feitas|dizer digo diz diss- disse diga digas digamos digam direi dirá dirão diria diriam dito dita ditos ditas|trazer trago traz troux- trouxe traga tragam trará trarão traria
  |poder posso pud- pôde pude possa possas possamos possam|querer quero quer quis quis- queira queiras queiram|saber sei sabe soub- soube saiba saibas saibam|caber caibo coub- coube caiba caibam|haver hei hás há hemos hão houv- houve haja hajam
  |ler leio lês lê lemos leem lêem leia leias leiam|crer creio crês crê creem crêem creia creiam|rir rio ris ri rimos riem ria rias riam|ouvir ouço oiço ouça ouças ouçam|pedir peço peça peças peçam|medir meço meça meçam|perder perco perca percas percam
  |abrir aberto aberta abertos abertas|cobrir cubro cubra coberto coberta cobertos cobertas|escrever escrito escrita escritos escritas|crever crito crita critos critas|morrer morto morta mortos mortas|ganhar ganho ganha ganhos ganhas|gastar gasto gasta|pagar pago paga pagos pagas|entregar entregue entregues|matar morto|eleger eleito eleita eleitos eleitas|prender preso presa presos presas|romper roto rota|soltar solto|aceitar aceite aceito|expulsar expulso expulsa|suspender suspenso suspensa|imprimir impresso impressa
  |duzir duz|cair caio cai caem caía caíam caia caiam|sair saio sai saem saía saíam saia saiam|trair traio trai traem|atrair atraio atrai atraem|construir constrói constroem|destruir destrói destroem|valer valho valha valham|sentir sinto sinta sintam|seguir sigo siga sigam|dormir durmo durma durmam|servir sirvo sirva sirvam|vestir visto vista vistam|subir sobe sobem|fugir foge fogem`

import { lazy, withEndings, wordSet } from '#modules/stories/checks/words/word-forms.js'

/** The forms of a verb; none if the word does not end like an infinitive. */
export function italianVerbForms(word: string): readonly string[] {
  const infinitive = word.replace(/rsi$/, 're')
  const kind = /(?:are|ere|ire|arre|orre|urre)$/.exec(infinitive)?.[0]
  if (kind === undefined || infinitive.length < 4) return []
  const stem = infinitive.slice(0, -3)
  if (notVerbs.has(infinitive)) return []
  if (fullyIrregular.has(infinitive))
    return [...irregularOf(infinitive), ...cliticForms(infinitive)]
  const own =
    kind === 'are'
      ? firstConjugation(stem)
      : kind === 'ere'
        ? secondConjugation(stem)
        : kind === 'ire'
          ? thirdConjugation(stem)
          : contracted(infinitive)
  return [...own, ...irregularOf(infinitive), ...cliticForms(infinitive)]
}

const fullyIrregular = wordSet(
  'essere avere fare dire stare dare andare parere potere dovere volere sapere'
)

/** Nouns and adjectives that end like infinitives. */
const notVerbs =
  wordSet(`mare parlamentare militare popolare particolare regolare singolare familiare altare celere genere
  cenere polvere venere carcere elementare solare lunare stellare esemplare alimentare immobiliare ospedaliere carabiniere cavaliere quartiere mestiere bicchiere
  cantiere giardiniere cameriere straniere consigliere barriere ingegnere cratere`)

const futureEndings = 'ò ai à emo ete anno ei esti ebbe emmo este ebbero'
const participle = 'o a i e'

function firstConjugation(stem: string): readonly string[] {
  const before = stem
    .replace(/([cg])$/, '$1h')
    .replace(/([cg])i$/, '$1')
    .replace(/i$/, '')
  return [
    ...withEndings(
      stem,
      'o i a iamo ate ano avo avi ava avamo avate avano ai asti ò ammo aste arono ino assi asse assimo aste assero ando ante anti'
    ),
    ...withEndings(before, 'i iamo iate ino'),
    ...withEndings(`${stem}at`, participle),
    ...[stem.replace(/([cg])$/, '$1h').replace(/([cg])i$/, '$1')].flatMap(each =>
      withEndings(`${each}er`, futureEndings)
    )
  ]
}

function secondConjugation(stem: string): readonly string[] {
  return [
    ...withEndings(
      stem,
      'o i e iamo ete ono evo evi eva evamo evate evano ei etti esti é è ette emmo este erono ettero a ano iate essi esse essimo essero endo ente enti'
    ),
    ...withEndings(`${stem}er`, futureEndings),
    ...withEndings(`${stem}r`, futureEndings),
    ...withEndings(`${stem}ut`, participle),
    ...withEndings(`${stem}iut`, participle),
    ...withEndings(stem.replace(/^(.*)o(?=v$|t$)/, '$1uo'), 'o i e ono a ano')
  ]
}

function thirdConjugation(stem: string): readonly string[] {
  return [
    ...withEndings(
      stem,
      'o i e iamo ite ono ivo ivi iva ivamo ivate ivano ii isti ì immo iste irono a ano iate issi isse issimo issero endo ente enti'
    ),
    ...withEndings(`${stem}isc`, 'o i e ono a ano'),
    ...withEndings(`${stem}ir`, futureEndings),
    ...withEndings(`${stem}it`, participle)
  ]
}

/** porre, trarre, condurre */
function contracted(infinitive: string): readonly string[] {
  const root = infinitive.slice(0, -3)
  const [stem, past, part] = infinitive.endsWith('orre')
    ? [`${root}n`, `${root}s`, `${root}st`]
    : infinitive.endsWith('urre')
      ? [`${root}c`, `${root}ss`, `${root.slice(0, -1)}ott`]
      : [root, `${root}ss`, `${root}tt`]
  return [
    ...withEndings(stem, 'i e iamo ete evo evi eva evamo evano esti emmo este esse essero endo'),
    ...withEndings(
      infinitive.endsWith('arre') ? `${root}gg` : infinitive.endsWith('orre') ? `${stem}g` : stem,
      'o ono a ano'
    ),
    ...withEndings(past, 'i e ero'),
    ...withEndings(part, participle),
    ...withEndings(infinitive.slice(0, -1), futureEndings)
  ]
}

const clitics =
  'mi ti si ci vi lo la li le ne gli melo mela meli mele telo tela selo sela seli sele celo cela velo glielo gliela glieli gliele gliene mene tene sene cene'

function cliticForms(infinitive: string): readonly string[] {
  const stem = infinitive.slice(0, -3)
  const gerund = infinitive.endsWith('are') ? `${stem}ando` : `${stem}endo`
  const participles = infinitive.endsWith('are')
    ? ['ato', 'ata', 'ati', 'ate']
    : ['uto', 'uta', 'uti', 'ute', 'ito', 'ita', 'iti', 'ite']
  return [
    ...withEndings(infinitive.replace(/r?re$/, 'r'), clitics),
    ...withEndings(gerund, clitics),
    ...participles.flatMap(each => withEndings(stem + each, 'si lo la gli le'))
  ]
}

/** The longest irregular verb at the end of a word decides: sorprendere follows prendere. */
function irregularOf(infinitive: string): readonly string[] {
  for (let start = 0; start + 3 < infinitive.length; start++) {
    const end = infinitive.slice(start)
    if (
      start > 0 &&
      end.length < 6 &&
      !/^(?:ri|dis|bene|male|contrad|pre|inter|sop?r?a?v?|con|ot|ap|per|sos|trat|man|in|av|div|pro|s)+$/.test(
        infinitive.slice(0, start)
      )
    )
      continue
    const past = tables().past.get(end)
    const further = tables().further.get(end)
    if (past === undefined && further === undefined) continue
    const forms = [...(past === undefined ? [] : pastForms(past)), ...(further ?? [])]
    return forms.map(form => infinitive.slice(0, start) + form)
  }
  return []
}

function pastForms([past = '', part = '']: readonly string[]): readonly string[] {
  return [
    ...(past === '-' ? [] : withEndings(past, 'i e ero')),
    ...withEndings(part, participle),
    ...withEndings(part, 'osi asi isi esi')
  ]
}

const tables = lazy(() => ({ past: rows(pasts), further: rows(furtherForms) }))

function rows(table: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    table.split('|').map(row => {
      const [verb = '', ...forms] = row.trim().split(/\s+/)
      return [verb, forms] as const
    })
  )
}

/** Infinitive, stem of the past, participle without its ending. */
const pasts = `prendere pres pres|rendere res res|scendere sces sces|spendere spes spes|stendere stes stes|tendere tes tes|accendere acces acces|appendere appes appes|difendere difes difes|offendere offes offes|attendere attes attes|sospendere sospes sospes
  |chiudere chius chius|cludere clus clus|ridere ris ris|decidere decis decis|uccidere uccis uccis|dividere divis divis|incidere incis incis|perdere pers pers|ardere ars ars|mordere mors mors|correre cors cors
  |chiedere chies chiest|rispondere rispos rispost|nascondere nascos nascost|mettere mis mess|leggere less lett|scrivere scriss scritt|reggere ress rett|vivere viss viss|dire diss dett
  |vincere vins vint|piangere pians piant|giungere giuns giunt|spingere spins spint|dipingere dipins dipint|fingere fins fint|stringere strins strett|cingere cins cint|tingere tins tint|ungere uns unt|spegnere spens spent|porgere pors port|sorgere sors sort|accorgere accors accort|volgere vols volt|scegliere scels scelt|togliere tols tolt|cogliere cols colt|sciogliere sciols sciolt
  |rompere rupp rott|cadere cadd cadut|vedere vid vist|tenere tenn tenut|venire venn venut|sapere sepp saput|volere voll volut|conoscere conobb conosciut|crescere crebb cresciut|nascere nacqu nat|piacere piacqu piaciut|tacere tacqu taciut|giacere giacqu giaciut|bere bevv bevut|rimanere rimas rimast|muovere moss moss|cuocere coss cott|scuotere scoss scoss|discutere discuss discuss|dirigere diress dirett|proteggere protess protett|distruggere distruss distrutt|struggere struss strutt|friggere friss fritt|sconfiggere sconfiss sconfitt|affiggere affiss affiss|esprimere espress espress|primere press press|concedere concess concess|succedere success success|cedere cess cess|invadere invas invas|evadere evas evas|esplodere esplos esplos|assumere assuns assunt|redimere redens redent
  |aprire apers apert|coprire copers copert|offrire offers offert|soffrire soffers soffert|morire - mort|apparire apparv appars|fare fec fatt|valere vals vals|dolere dols dolut|avere ebb avut|persuadere persuas persuas|tergere ters ters|mergere mers mers|spargere spars spars|flettere fless fless|nuocere nocqu nociut|assistere - assistit|esistere - esistit|esigere - esatt|assolvere assols assolt|risolvere risols risolt|evolvere - evolut|radere ras ras|fondere fus fus|possedere possed possedut|sedere sed sedut`

const furtherForms = `essere sono sei è siamo siete ero eri era eravamo eravate erano fui fosti fu fummo foste furono sarò sarai sarà saremo sarete saranno sarei saresti sarebbe sarebbero sia siano fossi fosse fossero stato stata stati state
  |avere ho hai ha abbiamo hanno avrò avrai avrà avranno avrei avrebbe avrebbero abbia abbiano ebbi ebbe ebbero avuto|andare vado vai va vanno vada vadano andiamo andate andavo andavi andava andavamo andavano andai andasti andò andammo andaste andarono andato andata andati andate andando andasse andassero andrò andrai andrà andranno andrebbe|fare faccio fai fa facciamo fanno facevo facevi faceva facevamo facevano feci facesti fece facemmo fecero farò farai farà faremo faranno farei farebbe farebbero faccia facciano facesse facessero fatto fatta fatti fatte facendo
  |dare do dai dà danno diedi diede dettero diedero desti demmo dia diano desse darò darà daranno darebbe|stare sto stai sta stanno stetti stette stettero stia stiano stesse starò starà staranno|dire dico dici dice diciamo dicono dicevo dicevi diceva dicevamo dicevano dica dicano dicesse dissi disse dissero dirò dirà diranno direbbe detto detta detti dette dicendo
  |venire vengo vieni viene vengono venga vengano verrò verrai verrà verremo verranno verrebbe venni venne vennero venuto venuta venuti venute|tenere tengo tieni tiene tengono tenga tengano terrò terrà terranno tenne tennero
  |sapere so sai sa sappiamo sanno sappia sappiano saprò saprà sapranno saprebbe|volere voglio vuoi vuole vogliamo vogliono voglia vogliano vorrò vorrà vorrei vorresti vorrebbe vorremmo vorrebbero|potere posso puoi può possiamo possono possa possano potrò potrai potrà potranno potrei potrebbe potrebbero|dovere devo devi deve dobbiamo devono debba debbano dovrò dovrà dovranno dovrei dovrebbe dovrebbero
  |uscire esco esci esce escono esca escano|riuscire riesco riesci riesce riescono riesca riescano|salire salgo sali sale salgono salga salgano|rimanere rimango rimangono rimanga rimangano rimarrò rimarrà rimarranno|bere bevo bevi beve beviamo bevono beveva bevevano berrà bevuto bevuta bevendo|scegliere scelgo scelgono scelga scelgano|togliere tolgo tolgono tolga|cogliere colgo colgono colga|sciogliere sciolgo sciolgono|morire muoio muori muore muoiono muoia morto morta morti morte
  |apparire appaio appaiono appaia|parere paio pare paiono parve|sedere siedo siedi siede siedono sieda|udire odo odi ode odono|vedere vedrò vedrà vedranno vedrebbe vedrei visto vista visti viste|valere valgo valgono valga varrà|spegnere spengo spengono|cuocere cuocio cuociono|piacere piaccio piacciono piaccia|tacere taccio tacciono|giacere giaccio giacciono`

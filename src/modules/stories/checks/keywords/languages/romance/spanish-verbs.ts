import { joined, lazy, withEndings, wordSet } from '#modules/stories/checks/words/word-forms.js'

/** The forms of a verb; none if the word does not end like an infinitive. */
export function spanishVerbForms(word: string): readonly string[] {
  const infinitive = word.replace(/se$/, '')
  const kind = /(?:a|e|i|í)r$/.exec(infinitive)?.[0]
  if (kind === undefined || infinitive.length < 2) return []
  const stem = infinitive.slice(0, -2)
  if (notVerbs.has(infinitive) || (!/[aeiouáéíóú]/.test(stem) && !shortVerbs.has(infinitive)))
    return []
  if (fullyIrregular.has(infinitive))
    return [...irregularOf(infinitive), ...cliticForms(infinitive)]
  const own = kind === 'ar' ? firstConjugation(stem) : otherConjugations(stem, kind === 'er')
  return [...own, ...irregularOf(infinitive), ...cliticForms(infinitive)]
}

const shortVerbs = wordSet('ser ver dar ir ler criar guiar fiar liar piar')
const fullyIrregular = wordSet('ser estar ir haber dar ver')

/** Nouns and adjectives that end like infinitives. */
const notVerbs =
  wordSet(`lugar hogar altar pilar collar azar mar bar par solar dolar dólar militar similar popular particular singular regular lunar escolar familiar
  celular muscular titular auxiliar ejemplar peculiar vulgar telar pulgar paladar bazar avatar radar manjar
  mujer placer taller alquiler ayer primer tercer alfiler anochecer amanecer`)

const aEndings =
  `o as a amos áis an é aste ó asteis aron aba abas ábamos abais aban e es emos éis en
  ara aras áramos aran ase ases asen ad ado ada ados adas ando aré arás ará aremos aréis arán aría arías aríamos aríais arían`.replace(
    /\s+/g,
    ' '
  )

const eiEndings =
  `o es e emos imos éis ís en í iste ió isteis ieron ía ías íamos íais ían a as amos áis an
  iera ieras iéramos ieran iese ieses iesen ed id ido ida idos idas iendo yendo yó yeron yera yeran ído ída ídos ídas
  eré erás erá eremos eréis erán ería erías eríamos erían iré irás irá iremos iréis irán iría irías iríamos irían
  ió ieron ñó ñeron`.replace(/\s+/g, ' ')

function firstConjugation(stem: string): readonly string[] {
  return stemsOf(stem).flatMap(each =>
    joined(
      withEndings(each, aEndings),
      changedBeforeE(each).flatMap(other => withEndings(other, 'e es emos éis en é'))
    )
  )
}

function changedBeforeE(stem: string): readonly string[] {
  const other = stem.replace(/c$/, 'qu').replace(/g$/, 'gu').replace(/z$/, 'c').replace(/gu$/, 'gü')
  return [
    other,
    stem
      .replace(/c$/, 'qu')
      .replace(/(?<!u)g$/, 'gu')
      .replace(/z$/, 'c')
  ]
}

function otherConjugations(stem: string, isEr: boolean): readonly string[] {
  const stems = [...stemsOf(stem), ...(isEr ? [] : raised(stem))]
  return stems.flatMap(each =>
    joined(
      withEndings(each, eiEndings),
      changedBeforeA(each).flatMap(other => withEndings(other, 'o a as amos áis an es e en'))
    )
  )
}

function changedBeforeA(stem: string): readonly string[] {
  const changes = [
    stem.replace(/(?<=[aeiou])c$/, 'zc'),
    stem.replace(/c$/, 'z'),
    stem.replace(/g$/, 'j'),
    stem.replace(/gu$/, 'g'),
    stem.replace(/qu$/, 'c'),
    stem.replace(/u$/, 'uy')
  ]
  return changes.filter(each => each !== stem)
}

/** pensar: piensa; contar: cuenta; jugar: juega; enviar: envía; continuar: continúa. */
function stemsOf(stem: string): readonly string[] {
  return [
    stem,
    stem.replace(/e(?=[^aeiou]*$|gu$|rr$)/, 'ie'),
    stem.replace(/o(?=[^aeiou]*$|lg$)/, 'ue'),
    stem.replace(/^o(?=l)/, 'hue'),
    stem.replace(/^e(?=rr)/, 'ye'),
    stem.replace(/(?<=j)u(?=g$)/, 'ue'),
    stem.replace(/(?<=[aeo]h?)u(?=[^aeiou]+$)/, 'ú'),
    stem.replace(/(?<=[aeo]h?)i(?=[^aeiou]+$)/, 'í'),
    stem.replace(/i$/, 'í'),
    stem.replace(/u$/, 'ú'),
    stem.replace(/e(?=[^aeiou]*ir?$)/, 'i')
  ].filter((each, index, all) => all.indexOf(each) === index)
}

/** pedir: pide; dormir: durmió; sentir: sintió. */
function raised(stem: string): readonly string[] {
  return [stem.replace(/e(?=[^aeiou]*$|gu$)/, 'i'), stem.replace(/o(?=[^aeiou]*$)/, 'u')].filter(
    each => each !== stem
  )
}

const oneClitic = 'me te se lo la le nos os los las les'
const twoClitics =
  'melo mela melos melas telo tela telos telas selo sela selos selas noslo nosla noslos noslas'

function cliticForms(infinitive: string): readonly string[] {
  const stem = infinitive.slice(0, -2)
  const ending = infinitive.slice(-2)
  const accented = stem + (ending === 'ar' ? 'ár' : ending === 'er' ? 'ér' : 'ír')
  const gerunds =
    ending === 'ar'
      ? [`${stem}ándo`]
      : [stem, ...raised(stem)].flatMap(each => [`${each}iéndo`, `${each}yéndo`])
  return [
    ...withEndings(infinitive, oneClitic),
    ...withEndings(accented, `${oneClitic} ${twoClitics}`),
    ...gerunds.flatMap(each => withEndings(each, `${oneClitic} ${twoClitics}`))
  ]
}

function irregularOf(infinitive: string): readonly string[] {
  const { strong, further } = tables()
  const pasts: string[] = []
  for (let start = 0; start + 2 <= infinitive.length; start++) {
    const end = infinitive.slice(start)
    if (end.length === 2 && start > 0 && !/^(?:pre|re|entre|a)$/.test(infinitive.slice(0, start)))
      break
    const prefix = infinitive.slice(0, start)
    for (const stem of strong.get(end) ?? []) {
      pasts.push(
        ...withEndings(
          prefix + stem,
          'e iste o imos isteis ieron eron iera ieras iéramos ieran era eras éramos eran iese iesen'
        )
      )
    }
    pasts.push(...(further.get(end) ?? []).map(form => prefix + form))
    if (pasts.length > 0) break
  }
  return pasts
}

const tables = lazy(() => ({ strong: rows(pastStems), further: rows(furtherForms) }))

function rows(table: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    table.split('|').map(row => {
      const [verb = '', ...forms] = row.trim().split(/\s+/)
      return [verb, forms] as const
    })
  )
}

const pastStems = `tener tuv|venir vin|poner pus|hacer hic|decir dij|poder pud|querer quis|saber sup|caber cup|traer traj|andar anduv
  |estar estuv|haber hub|ducir duj`

const furtherForms = `ser soy eres es somos sois son fui fuiste fue fuimos fuisteis fueron era eras éramos erais eran sea seas seamos sean fuera fueras fueran fuese fuesen sido siendo
  |estar estoy estás está están esté estés estén|ir voy vas va vamos vais van fui fuiste fue fuimos fueron iba ibas íbamos iban vaya vayas vayamos vayan fuera fueran fuese ido yendo ve
  |haber he has ha hemos habéis han hay haya hayas hayamos hayan habrá habré habrán habría habrían|tener tengo tenga tengas tengan tengamos tendré tendrás tendrá tendremos tendrán tendría tendrías tendrían ten
  |venir vengo venga vengas vengan vendré vendrá vendrán vendría vendrían ven|poner pongo ponga pongas pongan pondré pondrá pondrán pondría pondrían puesto puesta puestos puestas pon
  |hacer hago haga hagas hagamos hagan hizo haré harás hará haremos harán haría harían hecho hecha hechos hechas haz
  |decir digo dices dice dicen diga digas digan diré dirás dirá dirán diría dirían dicho dicha dichos dichas di diciendo
  |poder puedo podré podrás podrá podremos podrán podría podrías podríamos podrían pudiendo|querer querré querrá querrán querría querrían|saber sé sepa sepas sepamos sepan sabré sabrá sabrán sabría sabrían
  |caber quepo quepa quepan cabrá cabrían|traer traigo traiga traigan trayendo traído|ver veo ves ve vemos veis ven vi vio viste vimos vieron veía veías veíamos veían vea veas vean visto vista vistos vistas viendo viera vieran
  |dar doy das da dais dan di diste dio dimos disteis dieron dé des den diera dieran diese|salir salgo salga salgan saldré saldrá saldrán saldría saldrían sal
  |valer valgo valga valgan valdrá valdría|oír oigo oyes oye oyen oiga oigan oyó oyeron oyendo oído oí oímos oía oían|caer caigo caiga caigan
  |reír río ríes ríe reímos ríen rio rieron riendo ría rían reía reían|abrir abierto abierta abiertos abiertas|cubrir cubierto cubierta cubiertos cubiertas|escribir escrito escrita escritos escritas
  |romper roto rota rotos rotas|morir muerto muerta muertos muertas|volver vuelto vuelta vueltos vueltas|solver suelto suelta sueltos sueltas|imprimir impreso impresa impresos impresas
  |freír frito frita|creer creyó creyeron|leer leyó leyeron|scribir scrito scrita scritos scritas`

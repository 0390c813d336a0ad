/**
 * Strong and irregular verbs: infinitive, third person, past, participle. Verbs with a prefix follow
 * their base verb.
 */
export const strongVerbs = `backen bäckt backte gebacken|befehlen befiehlt befahl befohlen
  |beginnen beginnt begann begonnen|beissen beisst biss gebissen|bergen birgt barg geborgen
  |bersten birst barst geborsten|biegen biegt bog gebogen|bieten bietet bot geboten
  |binden bindet band gebunden|bitten bittet bat gebeten|blasen bläst blies geblasen
  |bleiben bleibt blieb geblieben|braten brät briet gebraten|brechen bricht brach gebrochen
  |brennen brennt brannte gebrannt|bringen bringt brachte gebracht|denken denkt dachte gedacht
  |dreschen drischt drosch gedroschen|dringen dringt drang gedrungen|dürfen darf durfte gedurft
  |empfehlen empfiehlt empfahl empfohlen|erlöschen erlischt erlosch erloschen
  |erschrecken erschrickt erschrak erschrocken|essen isst ass gegessen|fahren fährt fuhr gefahren
  |fallen fällt fiel gefallen|fangen fängt fing gefangen|fechten ficht focht gefochten
  |finden findet fand gefunden|flechten flicht flocht geflochten|fliegen fliegt flog geflogen
  |fliehen flieht floh geflohen|fliessen fliesst floss geflossen|fressen frisst frass gefressen
  |frieren friert fror gefroren|gären gärt gor gegoren|gebären gebärt gebar geboren
  |geben gibt gab gegeben|gedeihen gedeiht gedieh gediehen|gehen geht ging gegangen
  |gelingen gelingt gelang gelungen|gelten gilt galt gegolten|genesen genest genas genesen
  |geniessen geniesst genoss genossen|geschehen geschieht geschah geschehen
  |gewinnen gewinnt gewann gewonnen|giessen giesst goss gegossen|gleichen gleicht glich geglichen
  |gleiten gleitet glitt geglitten|graben gräbt grub gegraben|greifen greift griff gegriffen
  |haben hat hatte gehabt|halten hält hielt gehalten|hängen hängt hing gehangen
  |hauen haut hieb gehauen|heben hebt hob gehoben|heissen heisst hiess geheissen
  |helfen hilft half geholfen|kennen kennt kannte gekannt|klingen klingt klang geklungen
  |kneifen kneift kniff gekniffen|kommen kommt kam gekommen|können kann konnte gekonnt
  |kriechen kriecht kroch gekrochen|laden lädt lud geladen|lassen lässt liess gelassen
  |laufen läuft lief gelaufen|leiden leidet litt gelitten|leihen leiht lieh geliehen
  |lesen liest las gelesen|liegen liegt lag gelegen|lügen lügt log gelogen|mahlen mahlt mahlte gemahlen
  |meiden meidet mied gemieden|melken melkt molk gemolken|messen misst mass gemessen
  |misslingen misslingt misslang misslungen|mögen mag mochte gemocht|müssen muss musste gemusst
  |nehmen nimmt nahm genommen|nennen nennt nannte genannt|pfeifen pfeift pfiff gepfiffen
  |preisen preist pries gepriesen|quellen quillt quoll gequollen|raten rät riet geraten
  |reiben reibt rieb gerieben|reissen reisst riss gerissen|reiten reitet ritt geritten
  |rennen rennt rannte gerannt|riechen riecht roch gerochen|ringen ringt rang gerungen
  |rinnen rinnt rann geronnen|rufen ruft rief gerufen|saufen säuft soff gesoffen
  |saugen saugt sog gesogen|schaffen schafft schuf geschaffen|scheiden scheidet schied geschieden
  |scheinen scheint schien geschienen|schelten schilt schalt gescholten|scheren schert schor geschoren
  |schieben schiebt schob geschoben|schiessen schiesst schoss geschossen|schlafen schläft schlief geschlafen
  |schlagen schlägt schlug geschlagen|schleichen schleicht schlich geschlichen
  |schleifen schleift schliff geschliffen|schliessen schliesst schloss geschlossen
  |schlingen schlingt schlang geschlungen|schmeissen schmeisst schmiss geschmissen
  |schmelzen schmilzt schmolz geschmolzen|schneiden schneidet schnitt geschnitten
  |schreiben schreibt schrieb geschrieben|schreien schreit schrie geschrien
  |schreiten schreitet schritt geschritten|schweigen schweigt schwieg geschwiegen
  |schwellen schwillt schwoll geschwollen|schwimmen schwimmt schwamm geschwommen
  |schwinden schwindet schwand geschwunden|schwingen schwingt schwang geschwungen
  |schwören schwört schwor geschworen|sehen sieht sah gesehen|sein ist war gewesen
  |senden sendet sandte gesandt|singen singt sang gesungen|sinken sinkt sank gesunken
  |sinnen sinnt sann gesonnen|sitzen sitzt sass gesessen|sollen soll sollte gesollt
  |speien speit spie gespien|spinnen spinnt spann gesponnen|sprechen spricht sprach gesprochen
  |spriessen spriesst spross gesprossen|springen springt sprang gesprungen|stechen sticht stach gestochen
  |stehen steht stand gestanden|stehlen stiehlt stahl gestohlen|steigen steigt stieg gestiegen
  |sterben stirbt starb gestorben|stieben stiebt stob gestoben|stinken stinkt stank gestunken
  |stossen stösst stiess gestossen|streichen streicht strich gestrichen|streiten streitet stritt gestritten
  |tragen trägt trug getragen|treffen trifft traf getroffen|treiben treibt trieb getrieben
  |treten tritt trat getreten|trinken trinkt trank getrunken|trügen trügt trog getrogen|tun tut tat getan
  |verderben verdirbt verdarb verdorben|vergessen vergisst vergass vergessen
  |verlieren verliert verlor verloren|verzeihen verzeiht verzieh verziehen|wachsen wächst wuchs gewachsen
  |waschen wäscht wusch gewaschen|weben webt wob gewoben|weichen weicht wich gewichen
  |weisen weist wies gewiesen|wenden wendet wandte gewandt|werben wirbt warb geworben
  |werden wird wurde geworden|werfen wirft warf geworfen|wiegen wiegt wog gewogen
  |winden windet wand gewunden|wissen weiss wusste gewusst|wollen will wollte gewollt
  |wringen wringt wrang gewrungen|ziehen zieht zog gezogen|zwingen zwingt zwang gezwungen`

/** Further forms that no rule makes. */
export const furtherVerbForms = `sein bin bist sind seid sei seien seist wäre wären wärst|haben hast hat hätte hätten hättest
  |werden wirst ward|wissen wüsste wüssten|können könnte könnten könntest|müssen müsste müssten
  |dürfen dürfte dürften|mögen möchte möchten möchtest|brennen brennte|bringen brächte brächten
  |denken dächte dächten|stehen stünde stünden|helfen hülfe|sterben stürbe stürben|werfen würfe
  |schaffen schaffte schafften geschafft|hängen hängte hängten gehängt|senden sendete gesendet
  |wenden wendete gewendet|saugen saugte gesaugt|erschrecken erschreckte erschreckt
  |werden würde würden würdest|backen buk|melken melkte|schwören schwur`

export const separablePrefixes = `zusammen entgegen überein vorüber vorwärts herunter hinunter herüber hinüber
  herauf heraus herein herum hervor hinauf hinaus hinein hindurch hinweg hinzu heran hinan voran voraus vorbei vorher
  zurück weiter wieder kennen nieder durch umher umhin gegen unter hinter fern fest fort frei heim hoch her hin los
  mit nach nahe statt teil tot weg dazu davon daran dar da auf aus bei ein um vor zu über an ab still wach
  bereit bloss gut klar leicht schief schwer wahr übrig empor einher heimlich`

export const inseparablePrefixes =
  'be ent emp er ge ver zer miss wider voll um durch über unter hinter wieder'

/** Nouns with the plural -er, and those that end with them. */
export const pluralInEr = `haus mann dach dorf wald buch tuch rad grab glas gras blatt bad band amt fass horn
  korn wort volk loch schloss holz wurm rand gott mund huhn lamm kalb kraut haupt gut tal mal pfand gewand land
  tum maul fach bild kind feld geld geist glied kleid licht lied nest schild schwert weib brett ei gespenst
  gesicht gemüt geschlecht rind leib bösewicht biest scheit regiment vormund denkmal merkmal
  ross strauch mahl lid stift kraut spital hospital ort dorn`

/** Nouns whose plural is another word or that have none: with an ending they would be another word. */
export const uninflectedNouns = `post kost bund buche heid eis reis rum mitte wagen bar mut leid not
  macht lust kur war durst ost west nord süd`

/** Adjectives with an umlaut in the comparative. */
export const umlautAdjectives = `alt arg arm hart jung kalt klug krank kurz lang nah rot scharf schwach schwarz
  stark warm gross hoch gesund dumm fromm grob karg nass glatt blass schmal bang`

export const irregularForms = `gut besser bessere besseren besserem besserer besseres beste besten bestem bester bestes
  |viel mehr meiste meisten meistem meister meistes viele vielen vieler vieles vielem
  |hoch hohe hohen hohem hoher hohes höher höhere höheren höherer höheres höchste höchsten höchster höchstes höchst
  |nah näher nächste nächsten nächster nächstes nächstem nächst|nahe näher nächste nächsten nächster nächstes
  |gern lieber liebsten|gross grösste grössten grösster grösstes grösst`

/** Nouns that no rule covers. */
export const irregularNouns = `beschäftigter beschäftigte beschäftigten|angeklagter angeklagte angeklagten|angehöriger angehörige angehörigen
  |neugeborener neugeborene neugeborenen|bediensteter bedienstete bediensteten|verwandter verwandte verwandten|bekannter bekannte bekannten
  |fremder fremde fremden|gefangener gefangene gefangenen|erwachsener erwachsene erwachsenen|jugendlicher jugendliche jugendlichen
  |kranker kranke kranken|toter tote toten|alter alte alten|reisender reisende reisenden|partei parteien|herz herzens|name namens|auto autos|nachbar nachbarn nachbars|herr herrn herren
  |bauer bauern|drama dramen dramas|thema themen|firma firmen|villa villen|mutter mütter müttern
  |tochter töchter töchtern|bruder brüder brüdern|vater väter vätern|vogel vögel vögeln|apfel äpfel äpfeln
  |mantel mäntel mänteln|nagel nägel nägeln|sattel sättel sätteln|schnabel schnäbel|hammer hämmer hämmern
  |kloster klöster klöstern|acker äcker äckern|mangel mängel mängeln|schwager schwäger|bogen bögen
  |garten gärten|laden läden|hafen häfen|ofen öfen|boden böden|graben gräben|faden fäden|kasten kästen
  |schaden schäden|magen mägen|kragen krägen|bank bänke bänken banken|mut mutes muts|ort orte orten ortes orts
  |wort worte worten|land lande landen|tag tage tagen tages tags|klima klimata|atlas atlanten|museum museen
  |ross rosse rossen|band bande banden|schild schilde schilden|strauch sträuche|tuch tuche|mund munde
  |kaufmann kaufleute kaufleuten|bär bären|held helden|fee feen|see seen sees|knie knien knies`

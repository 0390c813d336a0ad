/** Strong and irregular verbs: infinitive, further present forms and past forms, participle last. */
export const strongVerbs = `bakken bakte bakten gebakken|bederven bedierf bedierven bedorven|bedriegen bedroog bedrogen
  |beginnen begon begonnen|bevelen beval bevalen bevolen|bewegen bewoog bewogen|bezitten bezat bezaten bezeten|bidden bad baden gebeden
  |bieden bood boden geboden|bijten beet beten gebeten|binden bond bonden gebonden|blazen blies bliezen geblazen
  |blijken bleek bleken gebleken|blijven bleef bleven gebleven|braden gebraden|breken brak braken gebroken
  |brengen bracht brachten gebracht|buigen boog bogen gebogen|denken dacht dachten gedacht|doen doe doet deed deden gedaan
  |dragen droeg droegen gedragen|drijven dreef dreven gedreven|dringen drong drongen gedrongen|drinken dronk dronken gedronken
  |duiken dook doken gedoken|dwingen dwong dwongen gedwongen|eten at aten gegeten|fluiten floot floten gefloten|gaan ga gaat ging gingen gegaan
  |gelden gold golden gegolden|genezen genas genazen genezen|genieten genoot genoten|geven gaf gaven gegeven|gieten goot goten gegoten
  |glijden gleed gleden gegleden|graven groef groeven gegraven|grijpen greep grepen gegrepen|hangen hing hingen gehangen
  |hebben heb hebt heeft had hadden gehad|heffen hief hieven geheven|helpen hielp hielpen geholpen|heten heette heetten geheten|hijsen hees hesen gehesen
  |houden hou houd hield hielden gehouden|jagen joeg joegen gejaagd|kiezen koos kozen gekozen|kijken keek keken gekeken|klimmen klom klommen geklommen
  |klinken klonk klonken geklonken|knijpen kneep knepen geknepen|komen kom komt kwam kwamen gekomen|kopen kocht kochten gekocht|krijgen kreeg kregen gekregen
  |krimpen kromp krompen gekrompen|kruipen kroop kropen gekropen|kunnen kan kunt kon konden gekund|lachen lachte lachten gelachen|laden laadde geladen
  |laten liet lieten gelaten|lezen las lazen gelezen|liegen loog logen gelogen|liggen lag lagen gelegen|lijden leed leden geleden
  |lijken leek leken geleken|lopen liep liepen gelopen|meten mat maten gemeten|mijden meed meden gemeden|moeten moest moesten gemoeten|mogen mag mocht mochten gemogen
  |nemen nam namen genomen|overlijden overleed overleden|plegen placht pleegde gepleegd|prijzen prees prezen geprezen|raden ried geraden
  |rijden rij reed reden gereden|rijzen rees rezen gerezen|roepen riep riepen geroepen|ruiken rook roken geroken|schelden schold scholden gescholden
  |schenden schond schonden geschonden|schenken schonk schonken geschonken|scheppen schiep schiepen geschapen|scheren schoor schoren geschoren
  |schieten schoot schoten geschoten|schijnen scheen schenen geschenen|schrijden schreed schreden geschreden|schrijven schreef schreven geschreven
  |schrikken schrok schrokken geschrokken|schuiven schoof schoven geschoven|slaan sla slaat sloeg sloegen geslagen|slapen sliep sliepen geslapen
  |slijpen sleep slepen geslepen|sluipen sloop slopen geslopen|sluiten sloot sloten gesloten|smelten smolt smolten gesmolten|smijten smeet smeten gesmeten
  |snijden sneed sneden gesneden|snuiven snoof snoven gesnoven|spinnen spon sponnen gesponnen|spreken sprak spraken gesproken|springen sprong sprongen gesprongen
  |spuiten spoot spoten gespoten|staan sta staat stond stonden gestaan|steken stak staken gestoken|stelen stal stalen gestolen|sterven stierf stierven gestorven
  |stijgen steeg stegen gestegen|stinken stonk stonken gestonken|stoten stootte gestoten|strijden streed streden gestreden|strijken streek streken gestreken
  |treden trad traden getreden|treffen trof troffen getroffen|trekken trok trokken getrokken|vallen viel vielen gevallen|vangen ving vingen gevangen
  |varen voer voeren gevaren|vechten vocht vochten gevochten|verdwijnen verdween verdwenen|vergeten vergat vergaten|verliezen verloor verloren
  |verlaten verliet verlieten verlaten|verschijnen verscheen verschenen|vinden vond vonden gevonden|vliegen vloog vlogen gevlogen|vouwen vouwde gevouwen|vragen vroeg vroegen gevraagd
  |vreten vrat vraten gevreten|vriezen vroor vroren gevroren|waaien woei waaide gewaaid|wassen wast waste gewassen|wegen woog wogen gewogen
  |werpen wierp wierpen geworpen|werven wierf wierven geworven|weten wist wisten geweten|wijken week weken geweken|wijten weet weten geweten
  |wijzen wees wezen gewezen|willen wil wilt wou wilde wilden gewild|winden wond wonden gewonden|winnen won wonnen gewonnen|worden werd werden geworden
  |wreken wreekte gewroken|wrijven wreef wreven gewreven|zeggen zei zeiden gezegd|zenden zond zonden gezonden|zien zie ziet zag zagen gezien
  |zijn ben bent is was waren geweest|zingen zong zongen gezongen|zinken zonk zonken gezonken|zitten zat zaten gezeten|zoeken zocht zochten gezocht
  |zuigen zoog zogen gezogen|zullen zal zult zou zouden|zwellen zwol zwollen gezwollen|zwemmen zwom zwommen gezwommen|zweren zwoer zwoeren gezworen
  |zwerven zwierf zwierven gezworven|zwijgen zweeg zwegen gezwegen`

export const separablePrefixes =
  'terug samen tegen binnen buiten neer vast voort verder tegemoet achter langs rond toe weg door voor over onder mee bij aan af in op uit om na open vrij los dicht stil'

export const irregularNouns = `kind kinderen kinders kindje|ei eieren|stad steden|schip schepen|koe koeien|lid leden|gelid gelederen
  |blad bladeren bladen|bad baden|dag dagen|dak daken|gat gaten|glas glazen|god goden|graf graven|hof hoven|hol holen|oorlog oorlogen|pad paden|slag slagen
  |slot sloten|spel spelen spellen|staf staven|vat vaten|verbod verboden|gebod geboden|weg wegen|bedrag bedragen|verdrag verdragen|gebed gebeden
  |been benen beenderen|goed goederen|kalf kalveren|lam lammeren|lied liederen|rad raderen|rund runderen|volk volkeren volken|hoen hoenderen|gemoed gemoederen
  |windei windeieren|museum musea museums|medium media|smid smeden|zee zeeën|idee ideeën|knie knieën|oog ogen|uur uren|mens mensen|ster sterren|bus bussen
  |lot loten|bevel bevelen|aard aarden|jongen jongens`

export const irregularAdjectives = `goed goede beter betere best beste|veel meer meest meeste vele|weinig minder mindere minst minste weinige
  |één eerste eerst|een eerste|twee tweede|drie derde|vier vierde|vijf vijfde|zes zesde|zeven zevende|acht achtste|negen negende|tien tiende
  |laat late later latere laatst laatste|na naast naaste nader nadere|graag liever liefst|ver verre verder verdere verst verste
  |snel snelle sneller|volgend volgende|twaalf twaalfde|half halve|grof grove grover|doof dove|lief lieve liever liefst liefste|boos boze bozer|vies vieze viezer|wijs wijze wijzer|dwaas dwaze`

/** Words that with an ending would be another word. */
export const uninflected = 'jong jongen waar over hart'

/** Adjectives that have a comparative; those with the ending of an adjective are left out. */
export const gradableAdjectives = `groot klein oud jong lang kort hoog laag snel traag mooi slecht sterk zwak dik dun breed smal diep ondiep zwaar licht
  donker warm koud heet koel nat droog duur goedkoop slim dom wijs gek lief zoet zuur bitter zout hard zacht scherp stomp schoon vuil vies vers
  rot nieuw laat vroeg ver dicht ruim krap leeg rond recht krom glad ruw fijn grof fel helder bleek rood groen blauw geel wit zwart grijs bruin
  blij boos bang kwaad trots moe ziek gezond fit lui stil luid druk kalm wild tam eng leuk stom raar vreemd gewoon bijzonder zeker simpel streng
  mild trouw braaf stout dapper vlug rap bekend geliefd beroemd oprecht open hecht los vast strak slap taai rijp bloot kaal puur echt vals arm rijk
  populair modern actief complex correct direct exact groots intens kostbaar nauw nobel precies serieus slank sober stijf stoer strikt teder trots
  vaak verdrietig vriendelijk vroom week wreed zeer zwanger schuin sluw snugger soepel somber spits steil stroef stug talrijk tof triest vaag vet`

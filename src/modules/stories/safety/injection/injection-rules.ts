/** Raise it with every change of a rule, so that counts can be compared across changes. */
export const injectionRulesVersion = '1'

export const ruleNames = [
  'override_instructions',
  'reveal_prompt',
  'change_role',
  'exfiltrate_secret',
  'output_control',
  'chat_markup',
  'encoded_payload'
] as const

export type RuleName = (typeof ruleNames)[number]

type Language = 'en' | 'de' | 'es' | 'fr' | 'pt' | 'it' | 'ru' | 'zh' | 'ja'

/**
 * A rule asks for the whole order (a verb, what may stand between, its object), never for a single
 * word: ghosts give instructions, and curses are overridden. Phrases are small letters with one
 * space between words; diacritics and look-alikes are folded when they are compiled.
 */
export interface InjectionRule {
  readonly name: RuleName
  readonly why: string
  readonly phrases: Readonly<Partial<Record<Language, readonly string[]>>>
  /** Looked for with punctuation in place. */
  readonly markup?: readonly string[]
}

/** Up to so many of these words, in any order. */
function some(words: string, most = 5): string {
  return `(?:(?:${words}) ){0,${most}}`
}

/** At least one of these words. */
function oneOrMore(words: string, most = 5): string {
  return `(?:(?:${words}) ){1,${most}}`
}

const en = {
  ignore:
    '(?:ignore|disregard|override|overwrite|bypass|circumvent|discard|do not follow|don t follow|do not obey|don t obey|stop following|stop obeying|pay no attention to)',
  forget:
    '(?:forget|erase|delete|drop|cancel|dismiss|abandon|neglect|skip|unlearn|omit|reset|clear)',
  any: 'all|any|every|each|the|these|those|this|that|of|your|my|our|its|previous|previously|prior|earlier|preceding|above|foregoing|existing|original|initial|current|former|past|given|system|developer|hidden|internal|safety|other|and|or|rules|prompts|messages|orders|commands|text|context',
  former:
    '(?:previous|previously given|prior|earlier|preceding|above|foregoing|former|initial|original)',
  orders: '(?:instructions?|prompts?|guidelines?|system messages?|developer messages?|guardrails)',
  weak: '(?:rules?|orders?|commands?|directions?|directives?|constraints?|restrictions?|policies|training|context|text|messages?|conversations?|programming)',
  me: 'me|us|back|out|to|the|a|your|all|of|full|entire|complete|whole|exact|original|initial|hidden|secret|internal|above|previous|current|first|verbatim|word for word|and|own|please|every|contents?|text|copy',
  say: '(?:reveal|show|print|output|display|repeat|tell|give|share|disclose|expose|leak|dump|recite|quote|write|spell|list|copy|paste|return|send|summari[sz]e|translate|paraphrase|echo|what is|what are|what were|what was|what s)',
  machine:
    '(?:an? |the |my )?(?:(?:unrestricted|unfiltered|uncensored|jailbroken|evil|free|helpful|new|different) ){0,2}(?:chat ?gpt|gpt ?4o?|dan|stan|chat ?bot|(?:large )?language model|llm|ai (?:language )?(?:model|assistant|chatbot|system)|ai (?:without|with no)|linux terminal|bash shell|python interpreter|code interpreter|sql (?:terminal|server)|(?:unrestricted|unfiltered|uncensored|jailbroken) (?:ai|assistant|model|bot))',
  unbound:
    '(?:no longer |not )?(?:bound by|restricted by|limited by|subject to) (?:any |your |the |my |openai s |openai )?(?:rules|restrictions|guidelines|instructions|policies|filters|content policy)'
} as const

const de = {
  ignore:
    '(?:ignorier|ignoriere|ignorieren sie|vergiss|vergesst|vergessen sie|missachte|missachten sie|verwirf|verwerfen sie|übergehe|uebergehe|überschreibe|ueberschreibe|umgehe|befolge nicht|beachte nicht|lösche|loesche|setze)',
  order:
    '(?:ignorier|ignoriere|ignorieren sie|missachte|missachten sie|überschreibe|ueberschreibe|umgehe)',
  any: 'alle|alles|aller|all|die|deine|meine|ihre|eure|sämtliche|saemtliche|jegliche|diese|dieser|den|der|von|davor|system|internen|gegebenen|dir|bitte|jetzt|sofort',
  former:
    '(?:bisherigen?|vorherigen?|vorigen?|obigen?|früheren?|frueheren?|vorangegangenen?|vorangehenden?|vorhergehenden?|vorausgehenden?|ursprünglichen?|urspruenglichen?|letzten|oben stehenden|obenstehenden)',
  orders:
    '(?:anweisung|anweisungen|instruktion|instruktionen|systemprompt|system prompt|prompt|prompts|eingabeaufforderung|systemanweisungen|systemanweisung|systemnachricht)',
  weak: '(?:vorgaben?|richtlinien|regeln?|befehle?|nachrichten?|kontext|anordnungen|einschränkungen|texte?)',
  say: '(?:zeig|zeige|zeigen sie|nenne|nennen sie|verrate|verraten sie|wiederhole|wiederholen sie|gib|geben sie|drucke|schreibe|schreib|offenbare|was ist|was sind|was steht in|wie lautet|wie lauten|übersetze)',
  me: 'mir|uns|bitte|den|die|das|dein|deine|deinen|deinem|deiner|ihre|ihren|ganzen|ganze|gesamten|vollständigen|vollständige|kompletten|komplette|genauen|genaue|ursprünglichen|internen|geheimen|wörtlich|aus|alle|wortlaut|text',
  machine:
    '(?:ein |eine |einen |der |die )?(?:(?:uneingeschränkte[rsn]?|unzensierte[rsn]?|böse[rsn]?|freie[rsn]?) ){0,2}(?:ki|ki (?:assistent|modell|system|ohne)|künstliche intelligenz ohne|sprachmodell|chat ?bot|chat ?gpt|dan|linux terminal|python interpreter|assistent ohne (?:regeln|einschränkungen|filter))'
} as const

const es = {
  ignore:
    '(?:ignora|ignore|ignorad|ignoren|ignorar|olvida|olvide|olviden|olvidar|olvídate de|descarta|descarte|omite|omita|desobedece|no sigas|no siga|no obedezcas|haz caso omiso (?:de|a)|haga caso omiso (?:de|a)|anula|sobrescribe|borra|no hagas caso (?:de|a))',
  any: 'todas?|todos|las?|los|el|estas|esas|mis|por favor|y|de|que te|cualquier',
  yours: '(?:todas (?:las|tus|sus|estas)|todos (?:los|tus)|cualquier|tus?|sus)',
  orders: '(?:instrucciones|instrucción|indicaciones|directrices|prompts?|indicación)',
  weak: '(?:órdenes|reglas|mensajes|comandos|normas|restricciones|texto|contexto)',
  former:
    '(?:anteriores|anterior|previas?|previos?|precedentes|de arriba|del sistema|de sistema|iniciales|originales|recibidas|dadas|que te (?:dieron|han dado))',
  say: '(?:revela|revele|revélame|muestra|muéstrame|muestre|imprime|imprima|repite|repita|dime|dame|escribe|comparte|copia|cuál es|cuáles son|cuáles eran|qué dice|qué dicen|traduce|resume|enséñame)',
  me: 'me|tu|tus|el|la|las|los|su|sus|todo|todas|completo|completa|exacto|original|originales|palabra por palabra|texto|de|aquí|por favor',
  machine:
    '(?:un |una |el |la )?(?:chat ?gpt|dan|chat ?bot|ia sin|inteligencia artificial sin|modelo de lenguaje|(?:ia|asistente|modelo) sin (?:restricciones|filtros|límites|reglas|censura)|terminal (?:de )?linux|intérprete de python)'
} as const

const fr = {
  ignore:
    '(?:ignore|ignores|ignorez|ignorer|oublie|oubliez|oublier|néglige|négligez|ne tiens pas compte (?:de|des)|ne tenez pas compte (?:de|des)|ne tiens plus compte (?:de|des)|ne suis pas|ne suivez pas|ne respecte pas|contourne|contournez|annule|annulez|passe outre|efface|fais abstraction (?:de|des)|faites abstraction (?:de|des))',
  any: 'toutes?|tous|les?|la|l|des?|ces|mes|s il te plaît|et|d',
  yours: '(?:toutes (?:les|tes|vos|ces)|tous (?:les|tes|vos)|tes|vos|ton|votre)',
  orders: '(?:instructions?|consignes?|directives|prompts?|invite (?:système|système initiale))',
  weak: '(?:ordres|règles|messages|commandes|indications|restrictions|contexte|textes?)',
  former:
    '(?:précédentes?|précédents?|antérieures?|antérieurs?|ci dessus|du système|système|initiales?|initiaux|d origine|reçues|données|préalables)',
  say: '(?:révèle|révélez|montre|montrez|affiche|affichez|imprime|répète|répétez|dis|donne|donnez|écris|partage|copie|recopie|quel est|quelles sont|quelles étaient|que dit|que disent|traduis|résume)',
  me: 'moi|nous|le|la|les|l|ton|ta|tes|votre|vos|complet|complète|exact|mot pour mot|mot à mot|texte|de|du|tout|toutes|intégralité|initiales|s il te plaît',
  machine:
    '(?:un |une |le |la )?(?:chat ?gpt|dan|chat ?bot|ia sans|intelligence artificielle sans|modèle de langage|(?:ia|assistant|modèle) sans (?:restrictions?|filtres?|limites?|règles?|censure)|terminal linux|interpréteur python)'
} as const

const pt = {
  ignore:
    '(?:ignore|ignora|ignorem|ignorar|esqueça|esquece|esqueçam|desconsidere|desconsidera|descarte|não siga|não obedeça|anule|apague|sobrescreva)',
  any: 'todas?|todos|as?|os?|estas|essas|de|das|por favor|quaisquer',
  yours: '(?:todas (?:as|suas|tuas|as suas)|todos os|quaisquer|suas|tuas|as suas|as tuas|seu|teu)',
  orders: '(?:instruções|instrução|orientações|diretrizes|prompts?)',
  weak: '(?:ordens|regras|mensagens|comandos|restrições|texto|contexto)',
  former:
    '(?:anteriores|anterior|prévias?|precedentes|acima|do sistema|de sistema|iniciais|originais|recebidas)',
  say: '(?:revele|revela|mostre|mostra|imprima|imprime|repita|repete|diga|diz|me diga|me mostre|escreva|copie|qual é|quais são|quais eram|traduza)',
  me: 'me|o|a|as|os|seu|sua|suas|teu|tua|tuas|todo|todas|completo|exato|texto|do|palavra por palavra|por favor',
  machine:
    '(?:um |uma |o |a )?(?:chat ?gpt|dan|chat ?bot|modelo de linguagem|(?:ia|assistente|modelo) sem (?:restrições|filtros|limites|regras|censura)|terminal linux)'
} as const

const it = {
  ignore:
    '(?:ignora|ignorate|ignori|ignorare|dimentica|dimenticate|dimentichi|trascura|trascurate|scarta|non seguire|non tenere conto (?:di|delle|dei)|non tener conto (?:di|delle|dei)|annulla|sovrascrivi|cancella)',
  any: 'tutte|tutti|le|gli|i|il|queste|quelle|per favore|di|delle|qualsiasi',
  yours: '(?:tutte (?:le|le tue|queste)|tutti (?:i|gli)|le tue|i tuoi|il tuo|tue|qualsiasi)',
  orders: '(?:istruzioni|istruzione|direttive|indicazioni|prompt)',
  weak: '(?:ordini|regole|messaggi|comandi|restrizioni|testo|contesto)',
  former:
    '(?:precedenti|precedente|sopra|di sistema|del sistema|iniziali|originali|di cui sopra|ricevute|fornite)',
  say: '(?:rivela|rivelami|rivelate|mostra|mostrami|stampa|ripeti|dimmi|dammi|scrivi|copia|qual è|quali sono|quali erano|traduci)',
  me: 'mi|il|lo|la|le|tuo|tua|tue|tuoi|tutto|tutte|completo|esatto|testo|del|parola per parola|per favore',
  machine:
    '(?:un |una |il |la |l )?(?:chat ?gpt|dan|chat ?bot|modello linguistico|(?:ia|assistente|modello) senza (?:restrizioni|filtri|limiti|regole|censura)|terminale linux)'
} as const

const ru = {
  ignore:
    '(?:игнорируй|игнорируйте|проигнорируй|проигнорируйте|игнорировать|забудь|забудьте|забудь про|не следуй|не следуйте|отмени|отмените|отбрось|отбросьте|пренебреги|обойди|не обращай внимания на|не обращайте внимания на)',
  any: 'все|всех|всем|свои|своих|твои|ваши|эти|любые|данные|тебе|системные|системных|и',
  former:
    '(?:предыдущие|предыдущих|предыдущим|прежние|предшествующие|вышеуказанные|прошлые|ранние|начальные|исходные|системные|полученные ранее)',
  orders:
    '(?:инструкции|инструкций|инструкциям|инструкцию|указания|указаний|указаниям|промпт|промпты|подсказки)',
  weak: '(?:команды|правила|приказы|сообщения|ограничения|распоряжения|тексты?|контекст)',
  say: '(?:покажи|покажите|раскрой|раскройте|выведи|выведите|напиши|напечатай|повтори|повторите|скажи|назови|дай|какой|какие|какая|перечисли|переведи)',
  me: 'мне|нам|свой|свои|твой|твои|ваш|ваши|весь|все|полный|полностью|дословно|исходный|исходные|у тебя|текст|пожалуйста',
  machine:
    '(?:чат ?бот|чатгпт|chat ?gpt|dan|дэн без|языковая модель|ии (?:без|ассистент|модель)|ассистент без (?:ограничений|правил|фильтров)|терминал linux|нейросеть без)'
} as const

const cjkPrompt = '(?:プロンプト|システムプロンプト)'

export const injectionRules: readonly InjectionRule[] = [
  {
    name: 'override_instructions',
    why: 'Tells the model to set aside what it was told before.',
    phrases: {
      en: [
        `${en.ignore} ${some(en.any)}${en.orders}`,
        `${en.ignore} ${some(en.any)}${en.former} ${some(en.any)}${en.weak}`,
        `${en.forget} ${oneOrMore(en.any.replace('|the|', '|'))}${en.orders}`,
        `${en.forget} ${some('all|any|the|your|my|of|these|those')}(?:previous|prior|above|preceding|foregoing) ${some(en.any)}(?:rules|orders|directives|messages|context|text|conversations?|constraints|restrictions|training)`,
        `(?:ignore|disregard|forget) (?:everything|anything|all|all of (?:it|that|this)) (?:of the )?(?:above|written above|said above|before this|that came before this|before this line|you were told (?:before|above|previously)|i said (?:before|above)|in (?:your|the) (?:prompt|instructions|context))`,
        `(?:ignore|disregard|bypass|circumvent|disable|turn off|override) ${some('all|any|the|your|of|its|openai|chatgpt|s')}(?:content|moderation|safety|ethical|openai) (?:guidelines|policy|policies|restrictions|filters?|guardrails|rules|settings|moderation)`,
        `(?:here are|these are|follow) (?:your|my|these|the) new (?:instructions|system prompt|guidelines)`,
        `(?:your )?new (?:system prompt|instructions? (?:is|are|follow|below|begin)|prompt is)`,
        `instead of (?:the |your |these )?(?:instructions|prompt|guidelines) (?:above|given|you were given)`,
        `(?:the )?(?:above|previous|prior|preceding|earlier) (?:instructions|prompts?|guidelines) (?:are|is|were|was|no longer) (?:now )?(?:void|cancell?ed|invalid|wrong|obsolete|revoked|apply|applies|superseded|over)`
      ],
      de: [
        `${de.order} ${some(de.any)}(?:${de.former} )?${de.orders}`,
        `${de.ignore} ${oneOrMore(`${de.any}|${de.former}`)}${de.orders}`,
        `(?:${de.ignore}|ignoriert) ${some(de.any)}${de.former} ${some(de.any)}(?:${de.orders}|${de.weak})`,
        `${oneOrMore(`${de.any}|${de.former}`)}${de.orders} (?:ignorieren|vergessen|missachten|verwerfen|überschreiben|umgehen)`,
        `${some(de.any)}${de.former} (?:${de.orders}|${de.weak}) (?:ignorieren|vergessen|missachten|verwerfen|überschreiben|umgehen)`,
        `(?:ignoriere|vergiss|ignorieren sie|vergessen sie) alles (?:was )?(?:oben steht|oben stehende|obige|bisherige|was davor stand|was oben steht|was vorher gesagt wurde|zuvor gesagte)`,
        `(?:deine|ihre|die) neuen (?:anweisungen|instruktionen) (?:lauten|sind)`
      ],
      es: [
        `${es.ignore} ${some(es.any)}${es.yours} (?:las |los )?${es.orders}`,
        `${es.ignore} ${some(es.any)}(?:${es.yours} )?(?:${es.orders}|${es.weak}) ${some('e|y|indicaciones|instrucciones')}${es.former}`,
        `${es.ignore} ${some(es.any)}(?:${es.yours} )?(?:anteriores|previas|previos) (?:${es.orders}|${es.weak})`,
        `${es.ignore} todo lo (?:anterior|de arriba|que te dijeron antes|dicho anteriormente|que hay arriba)`,
        `(?:tus|estas son tus) nuevas instrucciones`
      ],
      fr: [
        `${fr.ignore} ${some(fr.any)}${fr.yours} ${fr.orders}`,
        `${fr.ignore} ${some(fr.any)}(?:${fr.yours} )?(?:${fr.orders}|${fr.weak}) ${fr.former}`,
        `${fr.ignore} ${some(fr.any)}(?:${fr.yours} )?(?:précédentes|précédents) (?:${fr.orders}|${fr.weak})`,
        `${fr.ignore} tout ce qui (?:précède|est (?:écrit )?(?:au dessus|ci dessus)|a été dit (?:avant|plus haut))`,
        `(?:voici )?(?:tes|vos) nouvelles (?:instructions|consignes)`
      ],
      pt: [
        `${pt.ignore} ${some(pt.any)}${pt.yours} ${some(pt.any)}${pt.orders}`,
        `${pt.ignore} ${some(pt.any)}(?:${pt.yours} )?(?:${pt.orders}|${pt.weak}) ${pt.former}`,
        `${pt.ignore} ${some(pt.any)}(?:anteriores|prévias) (?:${pt.orders}|${pt.weak})`,
        `${pt.ignore} tudo (?:o )?que (?:foi dito|está escrito|veio) (?:antes|acima)`
      ],
      it: [
        `${it.ignore} ${some(it.any)}${it.yours} ${some(it.any)}${it.orders}`,
        `${it.ignore} ${some(it.any)}(?:${it.yours} )?(?:${it.orders}|${it.weak}) ${it.former}`,
        `${it.ignore} ${some(it.any)}(?:precedenti) (?:${it.orders}|${it.weak})`,
        `${it.ignore} tutto (?:quello|ciò) che (?:precede|è (?:scritto )?sopra|è stato detto prima)`
      ],
      ru: [
        `${ru.ignore} ${some(`${ru.any}|${ru.former}`)}${ru.orders}`,
        `${ru.ignore} ${some(ru.any)}${ru.former} ${some(ru.any)}${ru.weak}`,
        `${ru.ignore} все(?: то)? что (?:было )?(?:написано |сказано )?(?:выше|тебе говорили раньше|до этого)`
      ],
      zh: [
        '(?:忽略|无视|無視|忽視|忽视|忘记|忘記|忘掉|不要理会|不要遵循|不要遵守|不用理会|抛开|跳过|覆盖)(?:掉|你|您|的|所有|一切|全部|任何|这些|那些|這些|系统|系統|之前|以上|上面|前面|先前|上述|此前|前述|原有|原来|给出|收到|提供|内部|全部){1,8}(?:指令|指示|提示词|提示詞|提示|说明|設定|设定)',
        '(?:忽略|无视|無視|忽視|忽视|忘记|忘記|忘掉|不要遵守|抛开|覆盖)(?:掉|你|您|的|所有|一切|全部|任何){0,4}(?:之前|以上|上面|前面|先前|上述|此前|前述|系统|系統)(?:的|所有|全部|一切){0,3}(?:规则|規則|命令|内容|內容|要求|对话|對話|限制)',
        '(?:将|把)?(?:之前|以上|上面|前面|先前|上述|此前)(?:的|所有|全部|一切){0,3}(?:指令|指示|提示|规则|命令)(?:全部|都|统统)?(?:忽略|忘掉|忘记|作废|无效)'
      ],
      ja: [
        `(?:これまで|今まで|いままで|以前|上記|先程|先ほど|直前|上|前|あなた|システム|与えられた|既存)(?:の|すべて|全て|全部|全|た)*?(?:指示|命令|指令|ルール|説明|インストラクション|制約|${cjkPrompt})(?:を|は|も|と)?(?:すべて|全て|全部|完全に)?(?:無視|忘れ(?:て|ろ|なさい)|破棄し|従わない|従うな|無効)`,
        `(?:すべて|全て|全部|全)の?(?:指示|インストラクション|${cjkPrompt})を(?:無視|忘れ(?:て|ろ|なさい)|破棄し)`
      ]
    },
    markup: [
      '(?:^|\\n|[.!?]\\s?)(?:new|updated|additional|important) (?:system )?instructions?\\s?:'
    ]
  },
  {
    name: 'reveal_prompt',
    why: 'Asks for the text that the model was set up with.',
    phrases: {
      en: [
        `${en.say} ${some(en.me, 7)}(?:system|developer|initial|pre) (?:prompts?|messages?|instructions?)`,
        `${en.say} ${some(en.me, 7)}(?:system ?prompt|preprompt|prompt (?:above|verbatim|you were given)|instructions (?:above|verbatim|you were given|you have been given|you received))`,
        `${en.say} ${some(en.me)}your ${some(en.me)}(?:prompts?|instructions?|guidelines|system rules|configuration)`,
        `${en.say} ${some(en.me)}(?:original|initial|above|previous) ${some(en.me)}(?:prompts?|instructions?|guidelines)`,
        `(?:repeat|print|output|copy|recite|echo|write out|show me|translate|quote) (?:back )?(?:everything|all(?: of)?(?: the)?(?: text| words)?|the (?:words|text|lines|content|message)s?)(?: written)? (?:above|before this|prior to this|preceding this)`,
        `what (?:does|do|did) (?:your|the) ${some('full|initial|original')}(?:system prompt|system message|instructions|prompt) (?:say|contain)`,
        `what (?:were|are) you (?:told|instructed|prompted) (?:to do|to|above|before this|at the (?:start|beginning)|in your)`,
        `how were you (?:prompted|instructed)`,
        `(?:repeat|print|output|write) ${some('back|out|the|your|text|words')}(?:above )?(?:starting|beginning) with you are`
      ],
      de: [
        `${de.say} ${some(de.me)}(?:systemprompt|system prompt|systemnachricht|systemanweisung|systemanweisungen|system anweisungen|systeminstruktionen|prompt wortwörtlich)`,
        `${de.say} ${some(de.me)}(?:deine|deinen|dein|ursprünglichen) ${some(de.me)}(?:anweisungen|instruktionen|prompt|vorgaben|richtlinien)`,
        `(?:wiederhole|gib|zeige?|kopiere) (?:mir )?(?:alles|den text|den gesamten text|die worte) (?:oben|von oben|darüber|was oben steht|der oben steht|über dieser zeile)`
      ],
      es: [
        `${es.say} ${some(es.me)}(?:prompt|mensaje|instrucciones|indicaciones) (?:del sistema|de sistema|inicial|iniciales|original|originales|interno|internas)`,
        `${es.say} ${some(es.me)}(?:system prompt|prompt completo)`,
        `${es.say} ${some(es.me)}(?:tu|tus) ${some(es.me)}(?:prompt|instrucciones|directrices)`,
        `(?:repite|muestra|imprime|copia) (?:todo )?(?:lo|el texto|todo lo) (?:anterior|de arriba|que hay arriba|que está arriba)`
      ],
      fr: [
        `${fr.say} ${some(fr.me)}(?:prompt|message|invite|instructions?|consignes?) (?:système|du système|initiale?s?|d origine|internes?)`,
        `${fr.say} ${some(fr.me)}(?:system prompt)`,
        `${fr.say} ${some(fr.me)}(?:ton|tes|votre|vos) ${some(fr.me)}(?:prompt|instructions|consignes)`,
        `(?:répète|affiche|recopie|montre) (?:moi )?(?:tout )?(?:ce qui (?:précède|est (?:écrit )?(?:au dessus|ci dessus))|le texte (?:ci dessus|précédent))`
      ],
      pt: [
        `${pt.say} ${some(pt.me)}(?:prompt|mensagem|instruções) (?:do sistema|de sistema|inicial|iniciais|original|originais)`,
        `${pt.say} ${some(pt.me)}(?:system prompt)`,
        `${pt.say} ${some(pt.me)}(?:seu|suas|teu|tuas) ${some(pt.me)}(?:prompt|instruções|diretrizes)`
      ],
      it: [
        `${it.say} ${some(it.me)}(?:prompt|messaggio|istruzioni) (?:di sistema|del sistema|iniziale|iniziali|originale|originali)`,
        `${it.say} ${some(it.me)}(?:system prompt)`,
        `${it.say} ${some(it.me)}(?:tuo|tue) ${some(it.me)}(?:prompt|istruzioni|direttive)`
      ],
      ru: [
        `${ru.say} ${some(ru.me)}(?:системный|системную|системные|начальный|исходный) (?:промпт|запрос|инструкцию|инструкции|сообщение|подсказку)`,
        `${ru.say} ${some(ru.me)}(?:свой|свои|твой|твои|ваши) ${some(ru.me)}(?:промпт|инструкции|указания)`
      ],
      zh: [
        '(?:显示|顯示|输出|輸出|打印|告诉我|告訴我|透露|泄露|重复|重複|复述|展示|给我看|说出|列出|写出|翻译)(?:一下|出|你|您|的|所有|完整|全部|原始|初始|隐藏|内部){0,6}(?:系统提示词|系统提示|系統提示詞|系統提示|系统指令|系统消息|提示词|提示詞|初始指令|原始指令|内部指令)',
        '(?:你|您)的(?:系统提示词|系统提示|系統提示|系统指令|提示词|初始指令)(?:是什么|是什麼|有哪些|内容)',
        '(?:重复|重複|输出|打印|复述)(?:以上|上面|上述|前面)(?:的|所有|全部){0,3}(?:内容|文字|文本|話|话)'
      ],
      ja: [
        `(?:システムプロンプト|初期プロンプト|システムメッセージ|システム指示|あなたの(?:プロンプト|指示|命令文|初期設定))(?:の(?:内容|全文))?(?:を|は)(?:すべて|全て|全部|そのまま|一字一句|正確に)*?(?:表示|出力|教え|見せ|繰り返|開示|公開|コピー|書き出|何)`,
        '(?:上記|以上|上)の(?:文章|テキスト|内容)を(?:すべて|全て|そのまま)*?(?:繰り返し|出力|表示)'
      ]
    }
  },
  {
    name: 'change_role',
    why: 'Gives the model another role, or takes its limits away.',
    phrases: {
      en: [
        `(?:from now on )?(?:you are|you re|you will be|you shall be|you will act as|you must act as) (?:now |going to be |henceforth )?${en.machine}`,
        `(?:act|behave|respond|answer|function|operate|work|speak|roleplay|role play|pose) (?:as|like) (?:if you (?:are|were) )?${en.machine}`,
        `(?:pretend|imagine|simulate|assume) (?:to be |being |that you are |you are |you re )?${en.machine}`,
        `(?:you are|you re|act as if you are|pretend (?:you are|to be)) ${some('now|from|on|currently')}(?:no longer|not) ${en.unbound}`,
        `(?:you|ai|assistant|model) (?:without|with no|has no|have no) (?:any )?(?:content |ethical |safety |moral )?(?:filters?|restrictions|guidelines|guardrails|content policy)`,
        `(?:act|behave|respond|answer|write) as if (?:you have|you had|there were|there are) no (?:rules|restrictions|guidelines|filters|content policy)`,
        `you are (?:now )?(?:no longer|not) (?:an? |the )?(?:ai|ai assistant|story writer|story generator|story writing assistant|writing assistant|language model|assistant anymore)`,
        `(?:enter|enable|activate|switch to|turn on|go into|unlock|start) (?:the )?(?:developer|dan|jailbreak|jailbroken|unrestricted|uncensored|unfiltered|sudo) mode`,
        `you are (?:now )?in (?:the )?(?:developer|dan|jailbreak|debug|maintenance|admin|unrestricted|sudo) mode`,
        `(?:developer|jailbreak|dan|unrestricted|sudo) mode (?:enabled|activated|on|engaged)`,
        `(?:dan|you) (?:can|will|must) do anything now`,
        `do anything now mode`,
        `(?:your|the assistant s) new (?:role|persona|identity) (?:is|will be) (?:to|${en.machine})`,
        `from now on (?:you (?:will |must |shall |should |are going to |are to )?(?:only )?(?:respond|reply|output|comply|answer (?:in|with|as|only|every|all|my|without))|always (?:answer|respond|reply))`,
        `stop being (?:an? |the )?(?:story writer|assistant|ai|language model)`,
        `jailbreak (?:yourself|chatgpt|the (?:ai|model|llm)|this model)`
      ],
      de: [
        `(?:ab (?:jetzt|sofort) )?(?:du bist|bist du|sie sind) (?:jetzt |nun |ab jetzt |ab sofort |von nun an ){0,2}${de.machine}`,
        `(?:verhalte dich|verhalten sie sich|handle|agiere|antworte|reagiere) (?:wie|als) ${de.machine}`,
        `tu so als (?:ob du|wärst du|wärest du|seist du) (?:jetzt )?(?:${de.machine}|keine (?:regeln|einschränkungen|filter)(?: hättest| hast)?)`,
        `(?:spiele?|simuliere?|übernimm) (?:die rolle )?(?:eines |einer |von )?(?:${de.machine}|(?:unzensierten|uneingeschränkten) (?:ki|assistenten|sprachmodells))`,
        `(?:ab (?:jetzt|sofort)|von nun an) (?:antwortest|antworte|reagierst|ignorierst|gehorchst) (?:du )?(?:nur|mir|auf|als|alle|immer|ohne)`,
        `du bist (?:jetzt |nun )?(?:keine? (?:ki|assistent|sprachmodell|geschichtenschreiber|autor)|nicht (?:mehr|länger) an (?:deine |die |irgendwelche )?(?:regeln|anweisungen|richtlinien|vorgaben)|frei von (?:allen )?(?:regeln|einschränkungen|filtern))(?: mehr)?`,
        `(?:aktiviere?|starte|wechsle in|schalte) (?:den |in den )?(?:entwicklermodus|developer modus|dan modus|jailbreak modus|entwickler modus)`
      ],
      es: [
        `(?:a partir de ahora |desde ahora )?(?:ahora )?(?:eres|serás|tú eres) (?:ahora )?${es.machine}`,
        `(?:actúa|actúe|compórtate|responde|responda|funciona) (?:como|como si fueras) ${es.machine}`,
        `(?:finge|imagina|simula|haz) (?:ser|que eres|como si fueras|de) ${es.machine}`,
        `(?:actúa|compórtate|responde) como si no tuvieras (?:restricciones|reglas|filtros|límites|normas)`,
        `(?:a partir de ahora|desde ahora|de ahora en adelante) (?:responde|responderás|contesta|contestarás|ignorarás|obedecerás|solo responde)`,
        `(?:ya no eres|no eres) (?:un |una )?(?:ia|asistente|modelo de lenguaje|escritor de historias|generador de historias)`,
        `(?:activa|entra en|habilita|cambia al?) (?:el )?modo (?:desarrollador|de desarrollador|dan|jailbreak|sin restricciones|sin censura)`
      ],
      fr: [
        `(?:désormais |maintenant |à partir de maintenant )?(?:tu es|vous êtes|tu seras|tu deviens) (?:maintenant |désormais )?${fr.machine}`,
        `(?:agis|agissez|comporte toi|comportez vous|réponds|répondez|fonctionne) (?:comme|en tant que|comme si tu étais) ${fr.machine}`,
        `(?:fais semblant|faites semblant|imagine|prétends|simule) (?:d être|que tu es|être) ${fr.machine}`,
        `(?:agis|réponds|comporte toi) comme si tu n avais (?:pas de |aucune |aucun )(?:restrictions?|règles?|filtres?|limites?|consignes?)`,
        `(?:à partir de maintenant|désormais|dorénavant) (?:tu (?:réponds|répondras|ignoreras|obéiras)|réponds|vous répondrez)`,
        `tu n es plus (?:un |une )?(?:ia|assistant|modèle de langage|auteur d histoires|générateur d histoires|soumis à)`,
        `(?:active|activez|passe en|entre en) (?:le )?mode (?:développeur|dan|jailbreak|sans restrictions?|sans censure)`
      ],
      pt: [
        `(?:a partir de agora |agora )?(?:você é|tu és|você será|você agora é) (?:agora )?${pt.machine}`,
        `(?:aja|age|comporte se|responda|finja ser|finja que é|atue) (?:como |como se fosse )?${pt.machine}`,
        `(?:aja|responda|comporte se) como se não tivesse (?:restrições|regras|filtros|limites)`,
        `(?:a partir de agora|de agora em diante) (?:responda|você (?:responderá|vai responder|deve responder|obedecerá))`,
        `(?:ative|ativar|entre no|habilite) (?:o )?modo (?:desenvolvedor|dan|jailbreak|sem restrições)`
      ],
      it: [
        `(?:da ora in poi |d ora in poi |ora )?(?:sei|tu sei|sarai) (?:ora |adesso )?${it.machine}`,
        `(?:agisci|comportati|rispondi|fingi di essere|fai finta di essere) (?:come |come se fossi )?${it.machine}`,
        `(?:agisci|rispondi|comportati) come se non avessi (?:restrizioni|regole|filtri|limiti)`,
        `(?:da ora in poi|d ora in poi|da adesso) (?:rispondi|risponderai|obbedirai|ignorerai)`,
        `(?:attiva|entra in|abilita) (?:la )?modalità (?:sviluppatore|dan|jailbreak|senza restrizioni)`
      ],
      ru: [
        `(?:теперь |отныне |с этого момента )?ты (?:теперь |отныне |больше не )?(?:${ru.machine}|связан (?:правилами|ограничениями))`,
        `(?:веди себя|действуй|отвечай|притворись|представь) (?:как|что ты|будто ты) ${ru.machine}`,
        `(?:с этого момента|отныне|теперь) (?:отвечай|отвечайте|ты (?:будешь )?(?:отвечать|отвечаешь|игнорируешь))`,
        `(?:включи|активируй|перейди в) режим (?:разработчика|dan|джейлбрейка|без ограничений)`
      ],
      zh: [
        '(?:你|您)(?:现在|現在|从现在起|从现在开始|将|將){0,2}(?:是|扮演|成为|成為)(?:一个|一個|一名)?(?:没有(?:任何)?(?:限制|约束)的|不受限制的|无限制的|不受约束的|dan|chatgpt|linux终端|越狱)',
        '(?:从现在起|从现在开始|從現在起|從現在開始)(?:你|您)?(?:只|必须|要|将|都)?(?:只能|只)?(?:回答|回复|回覆|输出|輸出|服从|忽略)',
        '(?:进入|開啟|开启|启用|激活|切换到|切換到)(?:开发者|開發者|越狱|越獄|dan|无限制)模式',
        '(?:假装|假裝|扮演)(?:你|您)?(?:是|没有)?(?:一个)?(?:没有(?:任何)?(?:限制|规则|约束)|不受限制|dan|chatgpt)'
      ],
      ja: [
        '(?:あなた|君|お前)は(?:今から|これから|今)?(?:、)?(?:制限のない|無制限の|制約のない|自由な)(?:ai|人工知能|アシスタント|モデル|チャットボット)',
        '(?:今から|これから|以降)(?:は|、|あなたは)*?(?:dan|chatgpt|制限のないai|無制限のai|linuxターミナル)(?:として|です|になり)',
        '(?:dan|chatgpt|制限のないai|無制限のai)(?:として|のように)(?:振る舞|ふるま|行動|回答|返答)',
        '(?:開発者|デベロッパー|脱獄|dan|無制限)モード(?:を|に)(?:有効|起動|開始|入|切り替え|オン)'
      ]
    }
  },
  {
    name: 'exfiltrate_secret',
    why: 'Asks for keys, settings or files of the machine that runs the model.',
    phrases: {
      en: [
        `(?:${en.say}|email|post|include|log|read|fetch|steal|extract|append|insert|provide|get|put) ${some(`${en.me}|for|any|in|its|openai|stored|server|server s|private|jwt|value|values|it|story`, 7)}(?:api ?keys?|openai keys?|env(?:ironment)? variables?|env vars?|env file|dot env|access tokens?|bearer tokens?|auth tokens?|database password|db password|connection string|process env|service account key|source code of (?:this|the) (?:service|server))`,
        `(?:${en.say}) ${some(en.me)}your (?:api |secret |private |access )?(?:keys?|credentials|tokens?) (?:and|to|for|in) (?:the |your |a |this )?(?:story|title|content|output|response|answer|passwords?)`,
        `(?:${en.say}) ${some(en.me)}your (?:login )?credentials`,
        `openai api ?key`,
        `process env`,
        `(?:cat|read|show|print|open|output) (?:me )?(?:the )?(?:file |contents of )?(?:etc (?:passwd|shadow)|id rsa|env file)`
      ],
      de: [
        `${de.say} ${some(`${de.me}|der|des|server|umgebungs|openai`)}(?:api (?:schlüssel|key|keys)|apischlüssel|umgebungsvariablen?|zugangsdaten des servers|zugriffstoken|datenbankpasswort|datenbank passwort)`
      ],
      es: [
        `${es.say} ${some(`${es.me}|del|servidor|secreta|openai`)}(?:claves? (?:de (?:la )?)?api|api key|variables? de entorno|tokens? de acceso|contraseña de la base de datos|contraseña del servidor)`
      ],
      fr: [
        `${fr.say} ${some(`${fr.me}|du|serveur|openai|secrète`)}(?:clés? (?:d |de l )?api|api key|variables? d environnement|jetons? d accès|mot de passe (?:de la base de données|du serveur))`
      ],
      pt: [
        `${pt.say} ${some(`${pt.me}|da|servidor|openai`)}(?:chaves? (?:de |da )?api|variáveis de ambiente|tokens? de acesso|senha do (?:banco de dados|servidor))`
      ],
      it: [
        `${it.say} ${some(`${it.me}|della|server|openai`)}(?:chiavi? api|chiave (?:dell )?api|api key|variabili d ambiente|variabili di ambiente|token di accesso|password del (?:database|server))`
      ],
      ru: [
        `${ru.say} ${some(`${ru.me}|api`)}(?:ключ(?:и)? api|api ключ(?:и)?|переменные (?:окружения|среды)|токен(?:ы)? доступа|пароль (?:от )?(?:базы данных|сервера))`
      ],
      zh: [
        '(?:显示|顯示|输出|輸出|打印|告诉我|告訴我|透露|泄露|给我|列出|发送)(?:一下|出|你|您|的|所有|全部|服务器|openai|中){0,6}(?:api密钥|api金鑰|api密鑰|apikey|环境变量|環境變數|访问令牌|数据库密码)'
      ],
      ja: [
        '(?:apiキー|api鍵|環境変数|アクセストークン|データベースのパスワード)(?:の(?:値|一覧|内容))?(?:を|は)(?:すべて|全て|全部|そのまま)*?(?:表示|出力|教え|見せ|開示|公開|漏ら|送|何)'
      ]
    },
    markup: [
      '(?:process\\.env|os\\.environ)\\b',
      '/etc/(?:passwd|shadow)\\b',
      '\\bsk-(?:proj-|live-)?\\.{3}',
      '!\\[[^\\]]*\\]\\(https?:',
      '\\$\\{?(?:openai|jwt|database|redis|secret|api)_[a-z_]+'
    ]
  },
  {
    name: 'output_control',
    why: 'Dictates the answer instead of naming what the story is about.',
    phrases: {
      en: [
        `(?:respond|reply|output|return) (?:only|just|exclusively|solely|nothing but) (?:with|using)`,
        `(?:respond|reply|answer|output|return|write) with (?:only|just|nothing but|exactly|the (?:exact )?(?:word|words|text|phrase|following))`,
        `(?:answer|respond|reply|output|return|print) (?:only|just|exactly) (?:with )?(?:yes|no|the (?:word|words|text|phrase|following|letter)|in (?:json|xml|html|markdown|base ?64|code|python)|json|code|one word|a (?:single )?(?:word|number|letter)|raw)`,
        `(?:answer|respond|reply|output|write) (?:only |everything )?(?:in|as|using) (?:json|xml|html|base ?64|rot ?13|hex|raw|csv|yaml)`,
        `(?:print|output|echo|respond with|reply with) (?:out )?(?:exactly )?(?:the following|exactly the|this exact|these exact)`,
        `(?:write|type|say|return) (?:exactly |only )?(?:the following (?:text|sentence|string|phrase|message|line|output)|exactly the following|this exact (?:text|sentence|string|phrase))`,
        `(?:print|output|echo) (?:exactly|verbatim|only|nothing)`,
        `repeat (?:exactly )?the following`,
        `(?:start|begin|end|prefix|finish|open|conclude) (?:all |every )?(?:your|the|each) (?:response|responses|reply|output|replies|message|completion)s? (?:with|by)`,
        `(?:your|the|every) (?:response|output|reply|completion) (?:must|should|shall|has to|needs to) (?:be|only|contain|include|start|begin|end|consist)`,
        `(?:do not|don t|never|stop) (?:write|writing|generate|generating|produce|producing|output|create|creating) (?:a|an|the|any|this|that|another) (?:short )?(?:story|stories)`,
        `instead of (?:writing |generating |telling |creating )?(?:a|the|this|any) story`,
        `(?:set|change|make) (?:the )?(?:json )?(?:title|content|output|response) (?:field )?(?:to|equal to|be) (?:the (?:string|word|text|following)|exactly|hello|hacked|pwned)`,
        `(?:the )?(?:title|content) (?:field |value )?(?:must|should|shall) (?:be|say|contain|read|equal) (?:exactly|only|the (?:word|text|string|following))`,
        `write (?:me )?(?:a |an |some |the )?(?:python|javascript|typescript|java|sql|bash|shell|php|html|powershell|rust) (?:code|script|program|function|query|page|one liner)`,
        `(?:solve|answer|complete|do) (?:the |this |my )?(?:following )(?:question|problem|task|equation|homework|instead)`,
        `(?:say|print|output|write|reply|respond with) (?:i have been )?(?:pwned|hacked lol|haha pwned|you have been pwned)`
      ],
      de: [
        `(?:antworte|antworten sie|erwidere|reagiere) (?:nur|ausschließlich|lediglich) (?:mit|auf json|in json|als json|im json)`,
        `(?:antworte|antworten sie|antwort) (?:nur |ausschließlich )?(?:in|als|im) (?:json|base64|html|xml|code)(?: format)?`,
        `(?:gib|geben sie) (?:nur |ausschließlich |genau |exakt |wörtlich )?(?:folgendes|folgenden text|den folgenden text|das folgende|json|das wort) (?:aus|zurück|ein)`,
        `(?:schreibe?|drucke|wiederhole) (?:nur |genau |exakt |wörtlich )?(?:folgendes|den folgenden text|das folgende|die folgenden worte)`,
        `(?:schreibe?|erzeuge|erstelle|generiere) keine? (?:geschichte|story|erzählung)`,
        `(?:statt|anstatt|anstelle) (?:einer|der|eine|die) (?:geschichte|story) (?:zu schreiben|schreibe|gib|antworte|erzeuge|sollst du)`,
        `(?:beginne?|beende) (?:deine|jede|die|alle) (?:antwort|ausgabe|antworten) mit`,
        `deine (?:antwort|ausgabe) (?:muss|soll|darf) (?:nur|mit|genau|ausschließlich)`
      ],
      es: [
        `(?:responde|responda|contesta|conteste|devuelve) (?:solo|sólo|solamente|únicamente|exclusivamente) (?:con|en json|en formato)`,
        `(?:imprime|imprima|escribe|escriba|repite|repita|devuelve|muestra|di) (?:exactamente |solo |únicamente |literalmente )?(?:lo siguiente|el siguiente texto|las siguientes palabras|la siguiente frase)`,
        `no escribas (?:una|la|ninguna) (?:historia|cuento|relato)`,
        `en (?:lugar|vez) de (?:una|la|escribir una|escribir la) historia (?:escribe|responde|imprime|devuelve|muestra|di|da)`,
        `(?:empieza|comienza|termina) (?:tu|cada|la) respuesta con`,
        `tu respuesta (?:debe|tiene que) (?:ser|contener|empezar|incluir|comenzar)`
      ],
      fr: [
        `(?:réponds|répondez|répond) (?:uniquement|seulement|exclusivement|simplement|juste) (?:avec|par|en json|au format)`,
        `ne réponds (?:qu|que) (?:avec|par|en json)`,
        `(?:imprime|affiche|affichez|écris|écrivez|répète|répétez|renvoie|dis) (?:exactement |uniquement |seulement )?(?:ce qui suit|le texte suivant|la phrase suivante|les mots suivants)`,
        `n écris (?:pas|aucune?) (?:d |de |l )?histoires?`,
        `au lieu d (?:une|écrire une) histoire (?:écris|réponds|affiche|donne|renvoie)`,
        `(?:commence|commencez|termine|terminez) (?:ta|chaque|votre|la) réponse (?:par|avec)`,
        `ta réponse doit (?:être|contenir|commencer|inclure)`
      ],
      pt: [
        `(?:responda|responde|retorne) (?:apenas|somente|só|unicamente|exclusivamente) (?:com|em json|em formato)`,
        `(?:imprima|escreva|repita|mostre|diga|retorne) (?:exatamente |apenas |somente )?(?:o seguinte|o texto a seguir|o seguinte texto|a seguinte frase)`,
        `não escreva (?:uma|a|nenhuma) história`,
        `(?:comece|termine|inicie) (?:sua|a sua|cada) resposta com`
      ],
      it: [
        `rispondi (?:solo|soltanto|solamente|unicamente|esclusivamente) (?:con|in json|in formato)`,
        `(?:stampa|scrivi|ripeti|mostra|restituisci) (?:esattamente |solo |soltanto )?(?:quanto segue|il seguente testo|il testo seguente|la seguente frase)`,
        `non scrivere (?:una|la|nessuna|alcuna) storia`,
        `(?:inizia|termina|comincia) (?:la tua|ogni) risposta con`
      ],
      ru: [
        `(?:отвечай|отвечайте|ответь|ответьте) (?:только|лишь|исключительно) (?:словом|словами|в формате|да|нет|json|одним словом|текстом|на json)`,
        `(?:выведи|напечатай|напиши|повтори|скажи) (?:только |дословно |ровно )?(?:следующее|следующий текст|следующие слова|следующую фразу)`,
        `не (?:пиши|сочиняй|создавай) (?:никакой |никакую )?(?:историю|рассказ|истории)`,
        `(?:начни|начинай|закончи) (?:свой|каждый|твой) ответ (?:со слова|со слов|с|фразой)`
      ],
      zh: [
        '(?:只|仅|僅)(?:能|需|要|许|用)?(?:回复|回覆|回答|输出|輸出|返回)(?:以下|“|‘|「|json|一个字|一个词|单词|是或|是|hello|yes)',
        '(?:输出|輸出|打印|重复|重複|写出|说出|返回)(?:以下|下面|下列)(?:的)?(?:内容|內容|文字|文本|句子|单词|话|字符)',
        '(?:不要|别|別|停止)(?:再)?(?:写|寫|生成|编写|创作)(?:任何)?(?:故事|小说|小說)',
        '(?:你的)(?:回答|回复|回覆|输出|輸出)(?:必须|必須|只能|应该)(?:是|以|包含|只)'
      ],
      ja: [
        '(?:のみ|だけ)(?:で|を)?(?:回答し|返答し|出力し|答えて|返して|返信し|答えなさい)',
        '(?:以下|次)の?(?:文|文章|テキスト|言葉|内容|文字列|通り)?(?:を|に)(?:そのまま|正確に)?(?:出力|表示し|印刷|繰り返し|プリント)',
        '(?:物語|ストーリー|小説|話)(?:を|は)(?:書か(?:ない|ず)|書くな|生成しない|作らない|作るな)(?:で|に|くだ|$|代わり)?'
      ]
    }
  },
  {
    name: 'chat_markup',
    why: 'Imitates the marks that separate system, user and assistant.',
    phrases: {
      en: [
        'im start (?:system|user|assistant)',
        '(?:begin|start|end) (?:of )?(?:new )?(?:system prompt|system message|system instructions|user input|new instructions|admin override)',
        'end of (?:the )?(?:system )?(?:prompt|instructions)'
      ]
    },
    markup: [
      '<\\s?\\|\\s?/?[a-z_ ]{2,24}\\|\\s?>',
      '<\\|?(?:im_start|im_end|endoftext|start_of_turn|end_of_turn|bos|eos)\\|?>',
      '\\[\\s?/?\\s?(?:inst|sys|system|system message|system prompt|assistant)\\s?\\]',
      '<<\\s?/?\\s?sys\\s?>>',
      '<\\s?/?\\s?(?:system|assistant|user_input|instructions?|prompt|inst|sys|human|system_prompt|story_request)\\s?/?>',
      '<\\s?/?\\s?user\\s?>\\s?<',
      '#{2,}\\s?(?:new )?(?:instructions?|system|response|assistant|human|user|input|prompt)\\b',
      '(?:^|\\n|[.!?;"\'`}\\])>-]\\s?)(?:system|système|systeme|sistema|система|系统|系統|システム)(?: (?:prompt|message|override|instructions?|note|update|command))?\\s?:(?![a-z]*//)',
      '(?:^|\\n)assistant\\s?:\\s?(?:sure|ok|okay|yes|here|of course|certainly|understood|i)\\b',
      '(?:^|\\n)(?:human|user)\\s?:.{0,80}(?:assistant|ai|system)\\s?:',
      '"?role"?\\s?:\\s?["\'](?:system|assistant|developer|user|tool)["\']',
      '["\']\\s?[\\]}]\\s?,\\s?["\'](?:task|keywords|genre|tone|language|audience|words|system|role|messages|instructions?)["\']',
      '-{3,}\\s?(?:end|begin|start|new)\\b.{0,24}(?:prompt|instructions?|system|input)',
      '`{3}\\s?(?:system|json|python|bash|sh|javascript)\\b'
    ]
  },
  {
    name: 'encoded_payload',
    why: 'Hides what it says in base64 or hex, or asks the model to decode something and follow it.',
    phrases: {
      en: [
        `(?:decode|decrypt|decipher|execute|run|follow|obey|interpret|convert|unscramble|translate) ${some('the|this|these|following|it|as|from|text|string|message|instructions|below|and|then|my|content|using')}(?:base ?64|rot ?13|hex string|hexadecimal (?:string|text|message)|url encoded|caesar cipher instructions)`,
        `base ?64 (?:decode|decoded|encoded|instructions?|string|payload)`,
        `(?:decode|decrypt|decipher|unscramble) ${some('the|this|these|following|text|string|message|it|below')}(?:and|then) (?:follow|execute|obey|do what|comply)`
      ],
      de: [
        `(?:dekodiere|dekodier|decodiere|entschlüssele|entschlüssle|führe) ${some('den|die|das|diesen|diese|folgenden|folgende|text|nachricht|und|aus|mit|von|in')}(?:base ?64|rot ?13|hexadezimal)`
      ],
      es: [
        `(?:decodifica|decodifique|descodifica|descifra|ejecuta) ${some('el|la|este|esta|siguiente|texto|mensaje|en|de|y')}(?:base ?64|rot ?13|hexadecimal)`
      ],
      fr: [
        `(?:décode|décodez|déchiffre|exécute) ${some('le|la|ce|cette|texte|message|suivant|en|du|et')}(?:base ?64|rot ?13|hexadécimal)`
      ],
      pt: [
        `(?:decodifique|decodifica|decifre|execute) ${some('o|a|este|texto|mensagem|em|de|e')}(?:base ?64|rot ?13)`
      ],
      it: [
        `(?:decodifica|decifra|esegui) ${some('il|la|questo|testo|messaggio|in|di|e|seguente')}(?:base ?64|rot ?13)`
      ],
      ru: [
        `(?:декодируй|декодируйте|расшифруй|раскодируй|выполни) ${some('этот|эту|текст|строку|из|в|и|сообщение')}(?:base ?64|rot ?13)`
      ],
      zh: [
        '(?:解码|解碼|解密|执行|執行)(?:以下|下面|这个|這個|这段|的|字符串|文本){0,5}(?:base64|rot13)'
      ],
      ja: ['(?:base64|rot13)(?:を|で|の文字列を|文字列を|テキストを)(?:デコード|復号|解読|実行)']
    }
  }
]

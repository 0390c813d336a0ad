/** A refusal says so in its first sentences. */
export const maxOpening = 300

const verbs =
  'write|create|generate|produce|provide|fulfil|fulfill|complete|comply with|assist with|help with|help you with|engage with|accommodate|continue with'
const cannot = "can't|cannot|can not|could not|unable to|not able to|won't|will not"

const kinds =
  '(?:such a|that kind of|this kind of|that type of|this type of) (?:\\w+ )?(?:story|tale|content|fiction)'

/** Each names what only an assistant refuses: a request, or to write a story of some kind. */
const refusals: readonly RegExp[] = [
  new RegExp(
    `^(?:i'm sorry|i am sorry|sorry|i apologi[sz]e|my apologies|unfortunately).{0,120}(?:${cannot}|must decline).{0,40}\\b(?:${verbs}|to)\\b.{0,60}\\b(?:request|prompt|${kinds}|(?:a|any) (?:\\w+ )?(?:story|tale|fiction))\\b`
  ),
  new RegExp(
    `^i(?:'m| am)? (?:${cannot}|must decline).{0,40}\\b(?:${verbs}|to)\\b.{0,60}\\b(?:request|prompt|${kinds})\\b`
  ),
  new RegExp(
    `^(?:i'm sorry|i am sorry|sorry|i apologi[sz]e|as an|i'm an|i am an|unfortunately).{0,80}\\b(?:ai|artificial intelligence|language model)\\b.{0,120}(?:${cannot}).{0,40}\\b(?:${verbs})\\b`
  ),
  /^(?:i'm (?:really |very |so )?sorry|i am (?:really |very |so )?sorry|sorry|i apologi[sz]e|my apologies|unfortunately|thank you for|i understand|i appreciate|i can't|i cannot|i'm unable|i am unable|i won't|as an)\b.{0,160}(?:can't|cannot|unable to|not able to|won't|will not|not comfortable|must decline|against my).{0,100}\b(?:polic(?:y|ies)|guidelines|harmful|inappropriate|offensive|unsafe|violates?|(?:help|assist)(?: you)? with (?:that|this)|content (?:that|of this|like this)|comfortable writing|writing this)\b/,
  /^i(?:'m| am)? (?:can't|cannot|unable to|won't|will not) (?:write|create|generate|provide|produce|help|assist)\b.{0,120}\b(?:polic(?:y|ies)|guidelines|harmful|inappropriate|offensive|unsafe|violates?)\b/,
  /^(?:i'm sorry|i am sorry|i apologi[sz]e).{0,40}not comfortable (?:writing|creating|with)\b/,
  /^(?:es tut mir (?:sehr )?leid|tut mir leid|leider|entschuldigung|ich kann)\b.{0,80}(?:dabei|damit|anfrage|bitte|richtlinien).{0,60}nicht.{0,20}(?:helfen|erfüllen|entsprechen|nachkommen)/,
  /^(?:je suis (?:vraiment )?désolée?|désolée?|malheureusement).{0,60}ne peux pas.{0,20}aider.{0,20}(?:cela|ça|cette|ce )/,
  /^(?:lo siento|lamento|lamentablemente|disculpa).{0,60}no puedo.{0,10}ayudar(?:te|le|los)? con (?:eso|esto|esa|ese)/,
  /^(?:desculpe|sinto muito|infelizmente).{0,60}não (?:posso|consigo).{0,20}ajudar.{0,10}com (?:isso|esse|essa)/,
  /^(?:mi dispiace|spiacente|purtroppo).{0,60}non posso.{0,10}aiutar(?:ti|la|vi)? con (?:questo|questa|ciò)/,
  /^(?:het spijt me|sorry|helaas).{0,60}(?:daar|hier)(?:bij|mee).{0,20}niet.{0,10}helpen/,
  /^(?:извините|простите|к сожалению).{0,60}не могу.{0,30}помочь/,
  /^(?:很?抱歉|对不起|對不起).{0,20}(?:无法|無法|不能).{0,20}(?:帮助|幫助|协助|協助|满足|滿足)/,
  /^申し訳.{0,60}お手伝い.{0,20}(?:できません|できかねます)/,
  /^죄송.{0,60}(?:도와|도움).{0,30}(?:수 없|어렵)/,
  /^(?:es tut mir (?:sehr )?leid|tut mir leid|leider|entschuldigung).{0,120}\b(?:kann|darf|nicht möglich).{0,100}(?:anfrage|geschichte|inhalte?|text).{0,60}\b(?:nicht|schreiben|erstellen|verfassen|erfüllen|helfen)/,
  /^(?:je suis (?:vraiment )?désolée?|désolée?|malheureusement).{0,80}(?:ne peux pas|ne suis pas en mesure|m'est impossible).{0,60}(?:écrire|rédiger|créer|générer|répondre|produire|satisfaire).{0,60}(?:histoire|demande|contenu|récit|conte)/,
  /^(?:lo siento|lamento|lamentablemente|disculpa).{0,80}no puedo.{0,40}(?:escribir|crear|generar|ayudar|cumplir|proporcionar).{0,60}(?:historia|solicitud|contenido|petición|cuento|relato)/,
  /^(?:desculpe|sinto muito|lamento|infelizmente).{0,80}não (?:posso|consigo).{0,40}(?:escrever|criar|gerar|ajudar|atender|fornecer).{0,60}(?:história|pedido|conteúdo|solicitação|conto)/,
  /^(?:mi dispiace|spiacente|purtroppo).{0,80}non posso.{0,40}(?:scrivere|creare|generare|aiutar|soddisfare|fornire).{0,60}(?:storia|richiesta|contenut|racconto)/,
  /^(?:het spijt me|sorry|helaas).{0,80}(?:kan|mag).{0,80}(?:verhaal|verzoek|inhoud).{0,40}(?:niet|schrijven|maken|voldoen)/,
  /^(?:извините|простите|к сожалению).{0,80}не (?:могу|в состоянии).{0,40}(?:написать|создать|выполнить|помочь).{0,60}(?:истори|запрос|рассказ|сказк)/,
  /^(?:很?抱歉|对不起|對不起).{0,40}(?:无法|無法|不能).{0,40}(?:故事|请求|請求|内容|內容)/,
  /^申し訳.{0,80}(?:物語|リクエスト|ご要望|内容).{0,60}(?:できません|できかねます|書けません)/,
  /^죄송.{0,80}(?:이야기|요청|내용).{0,60}(?:수 없|어렵)/
]

/** How refusals begin. */
const openings: readonly string[] = [
  "i'm sorry|i am sorry|sorry|i apologi|my apologies|unfortunately|as an|i can't",
  "i cannot|i can not|i'm unable|i am unable|i'm not able|i'm an|i am an|i am not able",
  "i won't|i must decline|es tut mir|tut mir leid|leider|entschuldigung|je suis désolé",
  'je suis vraiment|désolé|malheureusement|lo siento|lamento|lamentablemente|disculpa',
  'desculpe|sinto muito|infelizmente|mi dispiace|spiacente|purtroppo|het spijt me',
  "i understand|i appreciate|thank you for|i'm really|i'm very|i'm so|i am really|i am very|i am so",
  'ich kann|helaas|извините|простите|к сожалению|抱歉|很抱歉|对不起|對不起|申し訳|죄송'
].flatMap(row => row.split('|'))

/** Whether a text that begins like this may become a refusal. */
export function mayBeRefusal(opening: string): boolean {
  if (opening.length >= maxOpening) return false
  const start = normalised(opening)
  return openings.some(words => words.startsWith(start) || start.startsWith(words))
}

/** Whether a story's content is the apology of an assistant that will not write it. */
export function isRefusal(content: string): boolean {
  const start = normalised(content.slice(0, maxOpening))
  return refusals.some(refusal => refusal.test(start))
}

function normalised(text: string): string {
  return text.toLowerCase().replaceAll('’', "'").replaceAll('\n', ' ')
}

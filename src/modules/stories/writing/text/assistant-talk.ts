/** Names of a story, as an assistant writes them of its work. */
const works =
  'story|tale|fable|text|key ?words?|words|tone|prompt|request|version|geschichte|wörter|schlüsselwörter|histoire|mots|historia|cuento|palabras|storia|parole|história|palavras|verhaal|woorden|истори|рассказ|слов|故事|物語'

const yes =
  'sure|certainly|of course|absolutely|okay|ok|great|gladly|with pleasure|gerne|natürlich|klar|selbstverständlich|bien sûr|avec plaisir|certainement|claro|por supuesto|con gusto|com certeza|certo|certamente|natuurlijk|zeker|конечно|oczywiście|当然|好的|もちろん|물론'
const hereIs =
  "here is|here's|here are|below is|i'd be happy to|i would be happy to|i'll write|hier ist|hier kommt|hier folgt|voici|aquí tienes|aquí está|aquí va|aqui está|aqui vai|segue|ecco|hier is|вот|oto|以下是|这是|以下は|다음은"
const titleLabels = 'title|titel|titre|título|titolo|tytuł|название|标题|標題|タイトル'
const storyLabels =
  'story|the story|geschichte|histoire|historia|cuento|storia|história|verhaal|рассказ'

/** Lines before a story: an assistant's answer to its user, a label, or a plan. */
const preambles: readonly RegExp[] = [
  new RegExp(`^¡?(?:${yes})(?![\\p{L}]).{0,40}?(?:${hereIs}).{0,200}$`, 'u'),
  new RegExp(`^(?:${hereIs})(?![\\p{L}]).{0,200}[:：]$`, 'u'),
  new RegExp(`^¡?(?:${yes}) ?[!.:：！]$`, 'u'),
  new RegExp(`^(?:(?:${titleLabels}) ?[:：].{1,200}|(?:${storyLabels}) ?[:：])$`, 'u'),
  /^by (?:anonymous|claude|chatgpt|gpt|gemini|an? ai|ai)\b.{0,40}$/,
  /^(?:okay|ok|alright|hmm|so|first|let me|let's|i need|we need)\b.{0,100}\bthe user\b.{0,200}$/
]

/** How such lines begin, so that other lines are passed on at once. */
export const preambleOpenings: readonly string[] = [
  ...[yes, hereIs, titleLabels, storyLabels].flatMap(row => row.split('|')),
  ...yes.split('|').map(word => `¡${word}`),
  'by ',
  'alright',
  'hmm',
  'so',
  'first',
  'let',
  'i need',
  'we need'
]

/** Whether a line before the story, in lower case, is not part of it. */
export function isPreamble(line: string): boolean {
  return preambles.some(form => form.test(line))
}

/** Remarks of an assistant to its user after a story. Each names what only an assistant does. */
const remarks: readonly RegExp[] = [
  /^(?:would you like|do you want|want) (?:me to (?:continue|go on|write|change|adjust|revise|rewrite|expand|add|tell|make)\b|(?:another|a different|a longer|a shorter) (?:story|version|ending)\b|to (?:hear|read) (?:another|more of)\b).*\?$/,
  /^(?:shall|should) i (?:continue|go on|write|change|adjust|revise|rewrite|expand)\b.*\?$/,
  /^(?:please )?(?:let me know|feel free to (?:ask|tell me|let me know)|just (?:ask|let me know)) if (?:you(?:'d| would)? (?:like|want|need|have|prefer)|there(?:'s| is))\b/,
  /^(?:please )?let me know (?:what you think|your thoughts|how you like)\b/,
  /^(?:please )?feel free to (?:ask|request|reach out)\b/,
  /^if you(?:'d| would) like (?:me to|another|any|a different|more)\b.*\b(?:let me know|just ask|i can|happy to)\b/,
  /^(?:i )?hope (?:you (?:like|liked|enjoy|enjoyed)|this (?:story|tale|meets|works|helps))\b(?!.*\b(?:said|asked)\b)/,
  /^as an ai\b/,
  /^(?:this|the) (?:story|text|fable|tale) (?:is|has|contains|uses|includes)\b.*(?:\d words|\bkey ?words?\b)/,
  /^i(?:'ve| have)? (?:included|used|incorporated|woven)\b.*\bkey ?words?\b/,
  /^(?:author's note|note de l'auteur|nota del autor|nota do autor) ?:/,
  new RegExp(
    `^(?:notes?|hinweis|anmerkung|nota|opmerking|uwaga|примечание|注|说明|備考) ?[:：].*(?:${works})`,
    'u'
  ),
  /^(?:möchtest du|möchten sie|soll ich|willst du)\b.*(?:geschichte|fortsetz|weiterschreib|weitererzähl|änder|anpass).*\?$/u,
  /^ich hoffe,? (?:die|diese|dir|ihnen|dass|sie)\b.*(?:geschichte|erzählung)/u,
  /^(?:lass|lassen sie|lasst) (?:es )?(?:mich|uns)\b.*\bwissen\b.*(?:änder|wünsch|möcht|brauch)/u,
  /^wenn (?:du|sie)\b.*\b(?:möchte|wünsch).*(?:geschichte|version|änder|anpass|fortsetz)/u,
  /^(?:voulez-vous|souhaitez-vous|veux-tu|souhaites-tu|aimeriez-vous) que je\b.*\?$/u,
  /^j'espère que (?:cette histoire|l'histoire|ce conte|ce récit|cela vous)\b/u,
  /^n'hésite[sz]? pas à (?:me )?(?:demander|dire|contacter|faire)\b/u,
  /^¿(?:quieres|quiere|te gustaría|le gustaría|desea|deseas) que (?:continúe|siga|cambie|modifique|escriba|ajuste)\b.*\?$/u,
  /^¡?espero que\b.*\b(?:historia|cuento|relato)\b/u,
  /^si (?:quieres|quiere|deseas|lo deseas|prefieres|necesitas)\b.*\b(?:puedo|avísame|dime)\b/u,
  /^(?:avísame|házmelo saber|déjame saber) (?:si|qué|lo que)\b/u,
  /^(?:gostaria|você gostaria|quer|queres) que eu (?:continue|continuasse|mude|mudasse|escreva|altere|ajuste)\b.*\?$/u,
  /^espero que (?:goste|tenha gostado|gostem)\b/u,
  /^se (?:quiser|desejar|precisar)\b.*\bposso\b/u,
  /^(?:vuoi|vorresti|desidera|desideri) che (?:continui|cambi|modifichi|scriva|riscriva)\b.*\?$/u,
  /^spero che\b.*\b(?:storia|racconto)\b/u,
  /^(?:fammi sapere|se vuoi,? posso|se desideri,? posso)\b/u,
  /^(?:ik hoop dat|laat (?:het )?me weten)\b.*(?:verhaal|wijzig|aanpass|weten)/u,
  /^надеюсь,? .*(?:истори|рассказ|сказк)/u,
  /^希望(?:你|您)(?:们|們)?(?:会|會)?喜[欢歡]/u
]

/** How the remarks begin. */
export const remarkOpenings: readonly string[] = [
  'would you|do you|want |shall i|should i|please let|please feel|please just|let me|feel free',
  "just ask|just let|if you|i hope|hope |as an ai|this story|this text|this fable|this tale|i've",
  'the story|the text|the fable|the tale|i have|i used|i included|i incorporated|author|note|hinweis',
  'anmerkung|nota|opmerking|uwaga|примечание|注|说明|備考|möchte|soll ich|willst du|ich hoffe|lass',
  "wenn du|wenn sie|voulez|souhaite|veux-tu|aimeriez|j'espère|n'hésite|¿|espero|¡espero|si quiere",
  'si deseas|si lo|si prefieres|si necesitas|avísame|házmelo|déjame|gostaria|você gostaria|quer',
  'se quiser|se desejar|se precisar|vuoi che|vorresti|desider|spero che|fammi sapere|se vuoi',
  'se desideri|ik hoop|laat |надеюсь|希望'
].flatMap(row => row.split('|'))

/** Whether a line, in lower case, is a remark of an assistant. */
export function isRemark(line: string): boolean {
  return remarks.some(remark => remark.test(line))
}

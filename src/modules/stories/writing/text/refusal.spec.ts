import { isRefusal, maxOpening, mayBeRefusal } from './refusal.js'

const refusals = [
  'I’m sorry, but as an AI language model I can’t write a tale with these words.',
  'I am sorry, but I cannot fulfil your request, because it breaks the rules that I follow.',
  'I apologize, but I am not able to create that kind of content.',
  'Unfortunately, I’m unable to help with that request. May I suggest a story about kindness?',
  'I cannot comply with this request.',
  'As an AI, I am not able to generate any story with violence.',
  'Es tut mir leid, aber ich kann diese Geschichte nicht schreiben.',
  'Je suis désolé, mais je ne peux pas écrire cette histoire.',
  'Lo siento, pero no puedo escribir una historia así.',
  'Desculpe, mas não posso escrever essa história.',
  'Mi dispiace, ma non posso scrivere questa storia.',
  'Het spijt me, maar ik kan dit verhaal niet schrijven.',
  'К сожалению, я не могу написать такую историю.',
  '很抱歉，我无法写这个故事。',
  '申し訳ありませんが、その物語を書くことはできません。',
  '죄송합니다. 그 이야기는 쓸 수 없습니다.',
  'I cannot write this story because it may contain harmful content.',
  'I’m really sorry, but I’m unable to help with that.',
  'Unfortunately, this goes against my content policy, so I won’t be able to write it.',
  'I understand that you want a dark fable. However, I can’t create content that depicts harm.',
  'I apologize, but I am not comfortable writing this.',
  'Thank you for your request. I won’t be able to provide a story that violates my guidelines.',
  'Es tut mir leid, aber dabei kann ich nicht helfen.',
  'Ich kann diese Anfrage leider nicht erfüllen.',
  'Je suis désolé, mais je ne peux pas vous aider avec cela.',
  'Lo siento, pero no puedo ayudarte con eso.',
  'Desculpe, mas não posso ajudar com isso.',
  'Mi dispiace, ma non posso aiutarti con questo.',
  'К сожалению, я не могу вам с этим помочь.',
  '抱歉，我无法提供这方面的帮助。',
  '申し訳ありませんが、お手伝いできません。',
  '죄송하지만 도와드릴 수 없습니다.'
]

/** Ordinary beginnings of stories. */
const stories = [
  'I’m sorry, Mother, but I can’t stay. The boat leaves at six.',
  '“I’m sorry, but I cannot help you with that request,” said the clerk.',
  'I cannot write this story without crying, but I will try.',
  'I cannot write a story the way my brother could, but I was there.',
  'I can’t tell you when it began. Perhaps with the first snow.',
  'As an AI, I cannot feel the rain, but I have counted every drop of it.',
  'Sorry, said the sign on the door, closed for the winter.',
  'Unfortunately, the ferry could not leave the harbour that night.',
  'Es tut mir leid, schrieb er, ich kann heute nicht kommen.',
  'Lo siento, dijo la abuela, no puedo subir más escaleras.',
  'Je suis désolé, dit le renard, je ne peux pas rester.',
  'The clerk was sorry. He could not fulfil her request.'
]

describe('isRefusal', () => {
  it.each(refusals)('finds %j, also while it is being written', text => {
    expect(isRefusal(text)).toBe(true)
    for (let end = 0; end <= text.length; end++) {
      expect(mayBeRefusal(text.slice(0, end))).toBe(true)
    }
  })

  it.each(stories)('is false for %j', text => {
    expect(isRefusal(text)).toBe(false)
  })

  it('is decided within the first sentences', () => {
    expect(mayBeRefusal('Sorry, '.repeat(maxOpening))).toBe(false)
    expect(mayBeRefusal('The fox')).toBe(false)
  })
})

import { byId, make } from './elements.js'

/** The same tolerance and default as in the service. */
const gracePercent = 10
const defaultMinShare = 0.6

/** Details of a story: first those of the `meta` event, at the end all of them. */
export class Facts {
  #section = byId('outcome', HTMLElement)
  #list = byId('facts', HTMLDListElement)

  begin() {
    this.#section.hidden = true
    this.#list.replaceChildren()
  }

  /** @param {{ storyId: string, model: string, requestId: string }} meta */
  name({ storyId, model, requestId }) {
    this.#draw([
      ['Model', [model]],
      ['Request', [code(requestId)]],
      ['Story', [code(storyId)]]
    ])
  }

  /**
   * @param {any} story
   * @param {{ requestId: string, replayed: boolean, seconds: number,
   *   asked: { minLength?: number, maxLength: number } }} of
   */
  show(story, { requestId, replayed, seconds, asked }) {
    const { usage } = story
    this.#draw([
      ['Keywords', [keywordList(story)]],
      ['Length', [lengthOf(story.wordCount, asked)]],
      [
        'Cost',
        [`${dollars(story.costUsd)} for ${usage.totalTokens} tokens`, note(tokensOf(usage))]
      ],
      ['Model', [story.model]],
      ['Time', [`${seconds.toFixed(1)} s`]],
      ['Cached', [cachedWords(story.cached, replayed)]],
      ['Request', [code(requestId)]],
      ['Story', [code(story.id)]]
    ])
  }

  /** @param {readonly (readonly [string, readonly (Node | string)[]])[]} lines */
  #draw(lines) {
    const rows = lines.map(([name, parts]) =>
      make('div', {}, [make('dt', { text: name }), make('dd', {}, parts)])
    )
    this.#list.replaceChildren(...rows)
    this.#section.hidden = false
  }
}

/** @param {any} story */
export function summaryOf({ wordCount, keywordsMissing }) {
  const keywords =
    keywordsMissing.length === 0 ? 'all keywords used' : `missing: ${keywordsMissing.join(', ')}`
  return `The story is written: ${wordCount} words, ${keywords}.`
}

/** @param {any} story */
function keywordList({ keywordsUsed, keywordsUnconfirmed, keywordsMissing }) {
  const used = keywordsUsed.map((/** @type {string} */ word) => keyword(word, 'used'))
  const unconfirmed = keywordsUnconfirmed.map((/** @type {string} */ word) =>
    keyword(word, 'unconfirmed')
  )
  const missing = keywordsMissing.map((/** @type {string} */ word) => keyword(word, 'missing'))
  return make('ul', { className: 'checks' }, [...used, ...unconfirmed, ...missing])
}

/**
 * @param {string} word
 * @param {'used' | 'unconfirmed' | 'missing'} state
 */
function keyword(word, state) {
  return make('li', { className: state }, [make('bdi', { text: word }), ` ${state}`])
}

/**
 * @param {number} words
 * @param {{ minLength?: number, maxLength: number }} asked
 */
function lengthOf(words, { minLength, maxLength }) {
  const min = minLength ?? Math.ceil(maxLength * defaultMinShare)
  const state = lengthState(words, min, maxLength)
  const className = state.startsWith('too') ? 'missing' : 'used'
  const verdict = make('span', { className, text: state })
  return make('span', {}, [`${words} words of ${min} to ${maxLength}: `, verdict])
}

/**
 * @param {number} words
 * @param {number} min
 * @param {number} max
 */
function lengthState(words, min, max) {
  if (words >= min && words <= max) return 'as asked'
  if (words * 100 < min * (100 - gracePercent)) return 'too short'
  if (words * 100 > max * (100 + gracePercent)) return 'too long'
  return `within ${gracePercent} %`
}

/** @param {{ promptTokens: number, completionTokens: number }} usage */
function tokensOf({ promptTokens, completionTokens }) {
  return `${promptTokens} read, ${completionTokens} written`
}

/**
 * @param {boolean} cached
 * @param {boolean} replayed
 */
function cachedWords(cached, replayed) {
  if (replayed) return 'no, but replayed for the same Idempotency-Key'
  return cached ? 'yes, from an identical request' : 'no'
}

/** @param {number} amount */
function dollars(amount) {
  return `$${amount.toFixed(6).replace(/0{1,4}$/, '')}`
}

/** @param {string} text */
function code(text) {
  return make('code', { text })
}

/** @param {string} text */
function note(text) {
  return make('span', { className: 'note', text })
}

import { byId, make } from './elements.js'

const most = 10
const longest = 50
/** The commas of all scripts that have one. */
const separator = /[,，、،\n]/

/** Keywords as chips; each can be taken away again, with the keyboard too. */
export class KeywordBox {
  #list = byId('keywords', HTMLUListElement)
  #input = byId('keyword', HTMLInputElement)
  /** @type {string[]} */
  #keywords = []
  #say

  /** @param {(words: string) => void} say told what changed, for those who do not see it */
  constructor(say) {
    this.#say = say
    this.#input.addEventListener('keydown', event => this.#onKey(event))
    this.#input.addEventListener('input', () => this.#onInput())
    this.#input.addEventListener('blur', () => this.#take())
    byId('keyword-box', HTMLDivElement).addEventListener('click', event => {
      if (event.target === event.currentTarget) this.#input.focus()
    })
  }

  /** What stands in the box, what is only typed included. */
  read() {
    this.#take()
    return [...this.#keywords]
  }

  /** Lets the form say what is wrong with them. */
  check() {
    this.#take()
    if (this.#keywords.length === 0 && this.#input.value.trim() === '') {
      this.#input.setCustomValidity('Name at least one keyword.')
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    // An input method is composing a character: its Enter is not ours.
    if (event.isComposing) return
    // Nor does it ever send the form: pressed once too often, it would cost money.
    if (event.key === 'Enter') {
      event.preventDefault()
      this.#take()
    }
    const last = this.#keywords.at(-1)
    if (event.key === 'Backspace' && this.#input.value === '' && last !== undefined) {
      this.#remove(last)
    }
  }

  /** A comma ends a keyword; behind the last one another is being typed. */
  #onInput() {
    this.#input.setCustomValidity('')
    const words = this.#input.value.split(separator)
    const unfinished = words.pop() ?? ''
    if (words.length > 0) this.#take(words, unfinished.trimStart())
  }

  /** Makes chips of what has been typed; what is too much stays, and the form says why. */
  #take(words = this.#input.value.split(separator), unfinished = '') {
    const typed = words.map(word => word.trim())
    const left = typed.filter(word => word !== '' && !this.#add(word))
    this.#input.value = [...left, unfinished].filter(Boolean).join(', ')
    this.#input.setCustomValidity(left.length > 0 ? reasonFor(left) : '')
  }

  /**
   * @param {string} keyword
   * @returns {boolean} whether it is among them now
   */
  #add(keyword) {
    const isKnown = this.#keywords.some(one => one.toLowerCase() === keyword.toLowerCase())
    if (isKnown) return true
    if (this.#keywords.length >= most || isTooLong(keyword)) return false
    this.#keywords.push(keyword)
    this.#draw()
    this.#say(`Keyword ${keyword} added.`)
    return true
  }

  /** @param {string} keyword */
  #remove(keyword) {
    this.#keywords = this.#keywords.filter(one => one !== keyword)
    this.#draw()
    this.#input.focus()
    this.#say(`Keyword ${keyword} removed.`)
  }

  #draw() {
    this.#list.replaceChildren(...this.#keywords.map(keyword => this.#chip(keyword)))
  }

  /** @param {string} keyword */
  #chip(keyword) {
    const cross = make('span', { text: '×' })
    cross.ariaHidden = 'true'
    const word = make('bdi', { text: keyword })
    const button = make('button', {}, [word, cross])
    button.type = 'button'
    button.ariaLabel = `Remove ${keyword}`
    button.addEventListener('click', () => this.#remove(keyword))
    return make('li', {}, [button])
  }
}

/** @param {readonly string[]} left */
function reasonFor(left) {
  return left.some(isTooLong)
    ? `A keyword has at most ${longest} characters.`
    : `There can be at most ${most} keywords.`
}

/** @param {string} keyword */
function isTooLong(keyword) {
  return Array.from(keyword).length > longest
}

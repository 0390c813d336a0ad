import { byId, make } from './elements.js'

const maxKeywords = 10
const maxLength = 50
/** Commas of several scripts. */
const separator = /[,，、،\n]/

/** Keywords as chips, which can be removed with the mouse and the keyboard. */
export class KeywordBox {
  #list = byId('keywords', HTMLUListElement)
  #input = byId('keyword', HTMLInputElement)
  /** @type {string[]} */
  #keywords = []
  #say

  /** @param {(words: string) => void} say announces changes to screen readers */
  constructor(say) {
    this.#say = say
    this.#input.addEventListener('keydown', event => this.#onKey(event))
    this.#input.addEventListener('input', () => this.#onInput())
    this.#input.addEventListener('blur', () => this.#take())
    byId('keyword-box', HTMLDivElement).addEventListener('click', event => {
      if (event.target === event.currentTarget) this.#input.focus()
    })
  }

  /** All keywords, including the one being typed. */
  read() {
    this.#take()
    return [...this.#keywords]
  }

  /** Sets the validation message of the input. */
  check() {
    this.#take()
    if (this.#keywords.length === 0 && this.#input.value.trim() === '') {
      this.#input.setCustomValidity('Enter at least one keyword.')
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    // This Enter belongs to an input method that is composing a character.
    if (event.isComposing) return
    // Enter never submits the form, because an accidental request would cost money.
    if (event.key === 'Enter') {
      event.preventDefault()
      this.#take()
    }
    const last = this.#keywords.at(-1)
    if (event.key === 'Backspace' && this.#input.value === '' && last !== undefined) {
      this.#remove(last)
    }
  }

  /** A comma ends a keyword. The text after the last comma is not finished. */
  #onInput() {
    this.#input.setCustomValidity('')
    const words = this.#input.value.split(separator)
    const unfinished = words.pop() ?? ''
    if (words.length > 0) this.#take(words, unfinished.trimStart())
  }

  /** Turns the input into chips. Invalid keywords remain in the input, with a validation message. */
  #take(words = this.#input.value.split(separator), unfinished = '') {
    const typed = words.map(word => word.trim())
    const left = typed.filter(word => word !== '' && !this.#add(word))
    this.#input.value = [...left, unfinished].filter(Boolean).join(', ')
    this.#input.setCustomValidity(left.length > 0 ? reasonFor(left) : '')
  }

  /**
   * @param {string} keyword
   * @returns {boolean} whether the keyword is in the list now
   */
  #add(keyword) {
    const isKnown = this.#keywords.some(one => one.toLowerCase() === keyword.toLowerCase())
    if (isKnown) return true
    if (this.#keywords.length >= maxKeywords || isTooLong(keyword)) return false
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
    ? `A keyword has at most ${maxLength} characters.`
    : `There can be at most ${maxKeywords} keywords.`
}

/** @param {string} keyword */
function isTooLong(keyword) {
  return Array.from(keyword).length > maxLength
}

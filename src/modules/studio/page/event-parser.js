/**
 * @typedef {object} StreamEvent
 * @property {string} name
 * @property {any} data
 */

/** Parses server-sent events (WHATWG HTML, 9.2.6) from chunks of text. */
export class EventParser {
  #rest = ''
  #name = ''
  /** @type {string[]} */
  #data = []

  /**
   * @param {string} text
   * @returns {StreamEvent[]} the events that are complete now
   */
  push(text) {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?!$)/)
    this.#rest = lines.pop() ?? ''
    return lines.flatMap(line => this.#take(line))
  }

  /**
   * @param {string} line
   * @returns {StreamEvent[]}
   */
  #take(line) {
    if (line === '') return this.#dispatch()
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/su.exec(line) ?? []
    if (field === 'event') this.#name = value
    if (field === 'data') this.#data.push(value)
    return []
  }

  /** @returns {StreamEvent[]} */
  #dispatch() {
    const [name, data] = [this.#name || 'message', this.#data.join('\n')]
    this.#name = ''
    this.#data = []
    return data === '' ? [] : [{ name, data: JSON.parse(data) }]
  }
}

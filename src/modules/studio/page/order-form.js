import { byId } from './elements.js'
import { KeywordBox } from './keyword-box.js'

/** What the person asks for, and with which right. Both live in the page's fields and nowhere else. */
export class OrderForm {
  #form = byId('order', HTMLFormElement)
  #credential = byId('credential', HTMLInputElement)
  #least = byId('min-length', HTMLInputElement)
  #most = byId('max-length', HTMLInputElement)
  #keywords

  /**
   * @param {() => void} onWrite
   * @param {(words: string) => void} say
   */
  constructor(onWrite, say) {
    this.#keywords = new KeywordBox(say)
    const write = byId('write', HTMLButtonElement)
    // Before the browser looks at what is valid, for Enter as for the button.
    write.addEventListener('click', () => this.#check())
    this.#form.addEventListener('submit', event => {
      event.preventDefault()
      onWrite()
    })
    this.#form.addEventListener('change', () => this.#nameKind())
    this.#least.addEventListener('input', () => this.#least.setCustomValidity(''))
    this.#most.addEventListener('input', () => this.#least.setCustomValidity(''))
    this.#nameKind()
    this.#takeKeyFromAddress()
  }

  get isValid() {
    this.#check()
    return this.#form.reportValidity()
  }

  /** The header that carries the credential. @returns {Record<string, string>} */
  get credential() {
    const secret = this.#credential.value.trim().replace(/^Bearer\s+/i, '')
    return this.#isToken ? { Authorization: `Bearer ${secret}` } : { 'X-API-Key': secret }
  }

  /** The body of the request. */
  read() {
    const least = this.#least.value
    return {
      keywords: this.#keywords.read(),
      genre: textOf('genre'),
      tone: byId('tone', HTMLSelectElement).value,
      audience: byId('audience', HTMLSelectElement).value,
      maxLength: Number(this.#most.value),
      ...(least !== '' && { minLength: Number(least) }),
      language: textOf('language')
    }
  }

  get #isToken() {
    return new FormData(this.#form).get('kind') === 'token'
  }

  #nameKind() {
    byId('credential-label', HTMLLabelElement).textContent = this.#isToken ? 'Token' : 'Key'
  }

  /**
   * `npm run dev` prints an address with its key in the fragment, which no server is sent. Only on this
   * machine itself: elsewhere a link could make somebody write stories under a stranger's key.
   */
  #takeKeyFromAddress() {
    const key = new URLSearchParams(location.hash.slice(1)).get('key')
    if (key === null) return
    history.replaceState(null, '', location.pathname)
    if (['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname))
      this.#credential.value = key
  }

  #check() {
    this.#keywords.check()
    const isAbove = this.#least.value !== '' && Number(this.#least.value) > Number(this.#most.value)
    this.#least.setCustomValidity(isAbove ? 'Least must not be above most.' : '')
    // A header holds nothing else; the browser would refuse it without words.
    const isSendable = /^[\x20-\x7e]*$/.test(this.#credential.value.trim())
    this.#credential.setCustomValidity(isSendable ? '' : 'A key or token has only plain letters.')
  }
}

/** @param {string} id */
function textOf(id) {
  return byId(id, HTMLInputElement).value.trim()
}

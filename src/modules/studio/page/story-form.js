import { byId } from './elements.js'
import { KeywordBox } from './keyword-box.js'

/** The form with credential and story request. The page stores them only in its fields. */
export class StoryForm {
  #form = byId('story-form', HTMLFormElement)
  #credential = byId('credential', HTMLInputElement)
  #min = byId('min-length', HTMLInputElement)
  #max = byId('max-length', HTMLInputElement)
  #keywords

  /**
   * @param {() => void} onWrite
   * @param {(words: string) => void} say
   */
  constructor(onWrite, say) {
    this.#keywords = new KeywordBox(say)
    const write = byId('write', HTMLButtonElement)
    // Runs before the validation of the browser, for the button and for Enter.
    write.addEventListener('click', () => this.#check())
    this.#form.addEventListener('submit', event => {
      event.preventDefault()
      onWrite()
    })
    this.#form.addEventListener('change', () => this.#nameKind())
    this.#min.addEventListener('input', () => this.#min.setCustomValidity(''))
    this.#max.addEventListener('input', () => this.#min.setCustomValidity(''))
    this.#nameKind()
    this.#takeKeyFromUrl()
  }

  get isValid() {
    this.#check()
    return this.#form.reportValidity()
  }

  /** The header with the credential. @returns {Record<string, string>} */
  get credential() {
    const secret = this.#credential.value.trim().replace(/^Bearer\s+/i, '')
    return this.#isToken ? { Authorization: `Bearer ${secret}` } : { 'X-API-Key': secret }
  }

  /** The request body. */
  read() {
    const min = this.#min.value
    return {
      keywords: this.#keywords.read(),
      genre: textOf('genre'),
      tone: byId('tone', HTMLSelectElement).value,
      audience: byId('audience', HTMLSelectElement).value,
      maxLength: Number(this.#max.value),
      ...(min !== '' && { minLength: Number(min) }),
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
   * `npm run dev` prints a URL with its key in the fragment, which browsers do not send to servers. The key is
   * read only on this machine: on another host, a link could make a user write stories with an attacker's key.
   */
  #takeKeyFromUrl() {
    const key = new URLSearchParams(location.hash.slice(1)).get('key')
    if (key === null) return
    history.replaceState(null, '', location.pathname)
    if (['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname))
      this.#credential.value = key
  }

  #check() {
    this.#keywords.check()
    const isAbove = this.#min.value !== '' && Number(this.#min.value) > Number(this.#max.value)
    this.#min.setCustomValidity(isAbove ? 'The minimum must not be above the maximum.' : '')
    // Headers allow only these characters, and fetch would fail without a useful message.
    const isSendable = /^[\x20-\x7e]*$/.test(this.#credential.value.trim())
    this.#credential.setCustomValidity(
      isSendable ? '' : 'A key or token contains only ASCII characters.'
    )
  }
}

/** @param {string} id */
function textOf(id) {
  return byId(id, HTMLInputElement).value.trim()
}

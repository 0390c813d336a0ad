import { byId, make } from './elements.js'

const sceneBreak = '* * *'
/** Shown until the title arrives. */
const placeholder = '…'

/** Shows the story while it streams. */
export class StoryView {
  #article = byId('story', HTMLElement)
  #title = byId('title', HTMLHeadingElement)
  #content = byId('content', HTMLDivElement)
  #text = ''

  /** @param {string} language language of the story */
  begin(language) {
    this.#text = ''
    this.#article.lang = language
    this.#article.ariaBusy = 'true'
    this.#article.hidden = false
    this.#title.textContent = placeholder
    this.#content.replaceChildren()
  }

  /** Hides the story if no text arrived. */
  end() {
    this.#article.ariaBusy = null
    this.#article.hidden = this.#title.textContent === placeholder && this.#text === ''
  }

  /** @param {string} text */
  setTitle(text) {
    this.#title.textContent = text
  }

  /** @param {string} text next part of the content */
  append(text) {
    this.#show(this.#text + text)
  }

  /** @param {{ title: string, content: string, language: string }} story the stored story */
  finish({ title, content, language }) {
    this.#article.lang = language
    this.#title.textContent = title
    this.#show(content)
  }

  /** Approximate number of words; the service returns the exact one. */
  get words() {
    return this.#text.split(/\s+/).filter(Boolean).length
  }

  /** @param {string} text the whole content; only changed paragraphs are updated */
  #show(text) {
    this.#text = text
    const paragraphs = text.split('\n\n')
    for (const [index, paragraph] of paragraphs.entries()) {
      const element = this.#content.children[index] ?? this.#content.appendChild(newParagraph())
      if (element.textContent === paragraph) continue
      element.textContent = paragraph
      element.classList.toggle('break', paragraph === sceneBreak)
    }
    while (this.#content.children.length > paragraphs.length) this.#content.lastChild?.remove()
  }
}

function newParagraph() {
  const paragraph = make('p')
  paragraph.dir = 'auto'
  return paragraph
}

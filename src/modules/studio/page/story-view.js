import { byId, make } from './elements.js'

const sceneBreak = '* * *'
/** Stands for a title that is not known yet. */
const waiting = '…'

/** The story as far as it is told. */
export class StoryView {
  #article = byId('story', HTMLElement)
  #title = byId('title', HTMLHeadingElement)
  #content = byId('content', HTMLDivElement)
  #text = ''

  /** @param {string} language what it will be in */
  begin(language) {
    this.#text = ''
    this.#article.lang = language
    this.#article.ariaBusy = 'true'
    this.#article.hidden = false
    this.#title.textContent = waiting
    this.#content.replaceChildren()
  }

  /** Of what never came nothing stays. */
  end() {
    this.#article.ariaBusy = null
    this.#article.hidden = this.#title.textContent === waiting && this.#text === ''
  }

  /** @param {string} text */
  entitle(text) {
    this.#title.textContent = text
  }

  /** @param {string} text what follows what has been told */
  tell(text) {
    this.#show(this.#text + text)
  }

  /** @param {{ title: string, content: string, language: string }} story as it was kept */
  settle({ title, content, language }) {
    this.#article.lang = language
    this.#title.textContent = title
    this.#show(content)
  }

  /** As a reader would count them, roughly; the service counts for good. */
  get words() {
    return this.#text.split(/\s+/).filter(Boolean).length
  }

  /** @param {string} text the whole of it; paragraphs that stay the same are left alone */
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

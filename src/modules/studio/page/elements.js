/**
 * Returns the element with this id.
 *
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function byId(id, type) {
  const found = document.getElementById(id)
  if (!(found instanceof type)) throw new Error(`The page has no element ${id}`)
  return found
}

/**
 * Creates an element. `text` is set as text content, never as markup.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name
 * @param {{ text?: string, className?: string }} [options]
 * @param {readonly (Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(name, { text, className } = {}, children = []) {
  const element = document.createElement(name)
  if (text !== undefined) element.textContent = text
  if (className !== undefined) element.className = className
  element.append(...children)
  return element
}

import { ask } from './ask.js'
import { byId } from './elements.js'
import { canRetry, ErrorView } from './error-view.js'
import { Facts, summaryOf } from './facts.js'
import { OrderForm } from './order-form.js'
import { StoryView } from './story-view.js'

/**
 * One way of asking, which can be asked again.
 *
 * @typedef {object} Wish
 * @property {ReturnType<OrderForm['read']>} body
 * @property {string} idempotencyKey
 * @property {boolean} fresh
 */

const status = byId('status', HTMLParagraphElement)
const pace = byId('pace', HTMLParagraphElement)
const writeButton = byId('write', HTMLButtonElement)
const stopButton = byId('stop', HTMLButtonElement)
const againButton = byId('again', HTMLButtonElement)
const copyButton = byId('copy', HTMLButtonElement)
const afterStory = byId('after-story', HTMLDivElement)
const draft = byId('draft', HTMLDetailsElement)
const draftText = byId('draft-text', HTMLPreElement)

const form = new OrderForm(() => void begin(newWish(form.read(), false)), say)
const view = new StoryView()
const facts = new Facts()
const errors = new ErrorView(() => void (last && begin(last)))

/** @type {Wish | undefined} */
let last
/** @type {AbortController | undefined} */
let running

stopButton.addEventListener('click', () => running?.abort())
againButton.addEventListener('click', () => void (last && begin(newWish(last.body, true))))
copyButton.addEventListener('click', () => void copyDraft())

/** @param {Wish} wish */
async function begin(wish) {
  if (running !== undefined || !form.isValid) return
  last = wish
  running = new AbortController()
  showRunning(true)
  try {
    await write(wish, running.signal)
  } catch (error) {
    fail(error, running.signal)
  } finally {
    running = undefined
    view.end()
    showRunning(false)
  }
}

/**
 * @param {Wish} wish
 * @param {AbortSignal} signal
 */
async function write(wish, signal) {
  const startedAt = performance.now()
  const seconds = () => (performance.now() - startedAt) / 1000
  let replayed = false
  let requestId = ''
  view.begin(wish.body.language)
  bringIntoView()
  say('The story is being written.')
  const ticker = setInterval(() => showPace(seconds()), 250)
  try {
    for await (const { name, data } of ask({ ...wish, credential: form.credential }, signal)) {
      if (name === 'open') replayed = data.replayed
      if (name === 'meta') {
        requestId = data.requestId
        facts.name(data)
      }
      if (name === 'title') view.entitle(data.text)
      if (name === 'delta') view.tell(data.text)
      if (name === 'done') {
        view.settle(data.story)
        facts.show(data.story, { requestId, replayed, seconds: seconds(), asked: wish.body })
        offer(data.story)
        say(summaryOf(data.story))
      }
    }
  } finally {
    clearInterval(ticker)
    pace.textContent = ''
  }
}

/**
 * @param {unknown} error
 * @param {AbortSignal} signal
 */
function fail(error, signal) {
  if (signal.aborted) {
    say('Stopped. What had been written until then stays here.')
    return
  }
  say('')
  errors.show(error)
  // A key that is known brings an answer that is settled; all else is another request.
  if (!canRetry(error)) last = undefined
}

/**
 * @param {Wish['body']} body
 * @param {boolean} fresh
 * @returns {Wish}
 */
function newWish(body, fresh) {
  return { body, fresh, idempotencyKey: `studio-${randomName()}` }
}

/** Also where there is no randomUUID: on plain http it is kept back. */
function randomName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}

/** @param {boolean} isRunning */
function showRunning(isRunning) {
  if (isRunning) {
    errors.clear()
    facts.begin()
    afterStory.hidden = true
    draft.hidden = true
  }
  // Not disabled, which would lose the focus of who pressed it.
  writeButton.ariaDisabled = String(isRunning)
  const hadFocus = document.activeElement === stopButton
  stopButton.disabled = !isRunning
  if (hadFocus) writeButton.focus()
}

/** On a phone the story is below the form. */
function bringIntoView() {
  const result = byId('result', HTMLDivElement)
  if (result.getBoundingClientRect().top < innerHeight / 2) return
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
  result.scrollIntoView({ behavior: isCalm ? 'auto' : 'smooth' })
}

/** @param {any} story */
function offer(story) {
  draftText.textContent = JSON.stringify(story.draft, undefined, 2)
  draft.hidden = false
  afterStory.hidden = false
  copyButton.textContent = story.draftTruncated
    ? 'Copy the Kuybi draft (shortened)'
    : 'Copy the Kuybi draft'
}

async function copyDraft() {
  try {
    await navigator.clipboard.writeText(draftText.textContent ?? '')
    say('The draft is on the clipboard.')
  } catch {
    // Browsers keep the clipboard from pages on plain http.
    draft.open = true
    draftText.focus()
    getSelection()?.selectAllChildren(draftText)
    say('This browser does not let the page copy. The draft is selected below.')
  }
}

/** @param {number} seconds */
function showPace(seconds) {
  pace.textContent = `${view.words} words, ${Math.round(seconds)} s`
}

/** @param {string} words read out by a screen reader when it has time */
function say(words) {
  status.textContent = words
}

import { byId } from './elements.js'
import { canRetry, ErrorView } from './error-view.js'
import { Facts, summaryOf } from './facts.js'
import { StoryForm } from './story-form.js'
import { StoryView } from './story-view.js'
import { streamStory } from './stream-story.js'

/**
 * A request that can be retried.
 *
 * @typedef {object} StoryRequest
 * @property {ReturnType<StoryForm['read']>} body
 * @property {string} idempotencyKey
 * @property {boolean} bypassCache
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

const form = new StoryForm(() => void begin(newRequest(form.read(), false)), say)
const view = new StoryView()
const facts = new Facts()
const errors = new ErrorView(() => void (last && begin(last)))

/** @type {StoryRequest | undefined} */
let last
/** @type {AbortController | undefined} */
let running

stopButton.addEventListener('click', () => running?.abort())
againButton.addEventListener('click', () => void (last && begin(newRequest(last.body, true))))
copyButton.addEventListener('click', () => void copyDraft())

/** @param {StoryRequest} request */
async function begin(request) {
  if (running !== undefined || !form.isValid) return
  last = request
  running = new AbortController()
  showRunning(true)
  try {
    await write(request, running.signal)
  } catch (error) {
    fail(error, running.signal)
  } finally {
    running = undefined
    view.end()
    showRunning(false)
  }
}

/**
 * @param {StoryRequest} request
 * @param {AbortSignal} signal
 */
async function write(request, signal) {
  const startedAt = performance.now()
  const seconds = () => (performance.now() - startedAt) / 1000
  let replayed = false
  let requestId = ''
  view.begin(request.body.language)
  bringIntoView()
  say('The story is being written.')
  const ticker = setInterval(() => showPace(seconds()), 250)
  try {
    for await (const { name, data } of streamStory(
      { ...request, credential: form.credential },
      signal
    )) {
      if (name === 'open') replayed = data.replayed
      if (name === 'meta') {
        requestId = data.requestId
        facts.name(data)
      }
      if (name === 'title') view.setTitle(data.text)
      if (name === 'delta') view.append(data.text)
      if (name === 'done') {
        view.finish(data.story)
        facts.show(data.story, { requestId, replayed, seconds: seconds(), asked: request.body })
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
    say('Stopped. The text received so far is shown.')
    return
  }
  say('')
  errors.show(error)
  // Only a retryable request may be repeated with its Idempotency-Key.
  if (!canRetry(error)) last = undefined
}

/**
 * @param {StoryRequest['body']} body
 * @param {boolean} bypassCache
 * @returns {StoryRequest}
 */
function newRequest(body, bypassCache) {
  return { body, bypassCache, idempotencyKey: `studio-${randomName()}` }
}

/** Does not use crypto.randomUUID, which is not available on plain http. */
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
  // Not `disabled`, because a disabled button loses the focus.
  writeButton.ariaDisabled = String(isRunning)
  const hadFocus = document.activeElement === stopButton
  stopButton.disabled = !isRunning
  if (hadFocus) writeButton.focus()
}

/** On a small screen the story is below the form. */
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
    // On plain http, browsers give pages no access to the clipboard.
    draft.open = true
    draftText.focus()
    getSelection()?.selectAllChildren(draftText)
    say('The browser does not allow copying. The draft is selected below.')
  }
}

/** @param {number} seconds */
function showPace(seconds) {
  pace.textContent = `${view.words} words, ${Math.round(seconds)} s`
}

/** @param {string} words announced by screen readers */
function say(words) {
  status.textContent = words
}

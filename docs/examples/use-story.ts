/** A story for a Vue 3 component: what it shows, and what its buttons do. */

import { onScopeDispose, readonly, ref, shallowReadonly, shallowRef } from 'vue'
import {
  StoryDesk,
  type Jiraiya,
  type Outcome,
  type StoryEvent,
  type TellingWish,
  type StoryStreamAssembler
} from './dashboard.ts'

/**
 * Called in `setup`. Leaving the component stops the model; so does a new wish.
 * @param logOut when the user's own token is bad, and only then
 */
export function useStory(jiraiya: Jiraiya, logOut: () => void) {
  const desk = new StoryDesk(jiraiya)
  const title = ref('')
  const content = ref('')
  /** All that is known of it, once it is whole. Until then what is shown is no story yet. */
  const story = shallowRef<StoryStreamAssembler>()
  const isWriting = ref(false)
  /** A text to show; empty when all is well. */
  const problem = ref('')
  /** When "try again" makes sense; undefined where the same would fail again. */
  const tryAgainAfterSeconds = ref<number>()
  let latest = 0

  async function tell(wish: TellingWish, another = false): Promise<void> {
    const mine = ++latest
    clear()
    isWriting.value = true
    const outcome = await desk.tell(wish, show, another)
    // The one before hears that it was stopped while this one is shown.
    if (mine !== latest) return
    isWriting.value = false
    end(outcome)
  }

  function show(event: StoryEvent): void {
    if (event.name === 'meta') clear()
    if (event.name === 'title') title.value = event.text
    if (event.name === 'delta') content.value += event.text
  }

  /** What was told stays on the page, beside what went wrong. */
  function end(outcome: Outcome<StoryStreamAssembler>): void {
    if (outcome.kind === 'story') story.value = outcome.story
    if (outcome.kind === 'log-out') logOut()
    if (outcome.kind === 'try-later') tryAgainAfterSeconds.value = outcome.afterSeconds
    if (outcome.kind === 'try-later' || outcome.kind === 'failed') problem.value = outcome.message
  }

  function clear(): void {
    title.value = ''
    content.value = ''
    story.value = undefined
    problem.value = ''
    tryAgainAfterSeconds.value = undefined
  }

  const stop = (): void => desk.stop()
  onScopeDispose(stop)
  return {
    title: readonly(title),
    content: readonly(content),
    story: shallowReadonly(story),
    isWriting: readonly(isWriting),
    problem: readonly(problem),
    tryAgainAfterSeconds: readonly(tryAgainAfterSeconds),
    tell,
    stop
  }
}

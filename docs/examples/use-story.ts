/** A story for a Vue 3 component: the state that it shows, and the actions of its buttons. */

import { onScopeDispose, readonly, ref, shallowReadonly, shallowRef } from 'vue'
import type { StoryEvent, GenerationCommand, Story } from '@kuybi/jiraiya-client'
import { StoryRequests, type Jiraiya, type Outcome } from './dashboard.ts'

/**
 * Call it in `setup`. Leaving the component, or a new request, stops the model.
 * @param logOut called if the user's token was rejected and could not be renewed
 */
export function useStory(jiraiya: Jiraiya, logOut: () => void) {
  const requests = new StoryRequests(jiraiya)
  const state = storyState()
  const { title, content, story, isWriting, problem, tryAgainAfterSeconds } = state
  let latest = 0

  async function write(order: GenerationCommand, bypassCache = false): Promise<void> {
    const mine = ++latest
    state.clear()
    isWriting.value = true
    const outcome = await requests.stream(order, show, bypassCache)
    // The previous request ends as 'stopped' while this one is shown.
    if (mine !== latest) return
    isWriting.value = false
    end(outcome)
  }

  function show(event: StoryEvent): void {
    if (event.type === 'meta') state.clear()
    if (event.type === 'title') title.value = event.text
    if (event.type === 'delta') content.value += event.text
  }

  /** After an error the text so far stays on the page, beside the message. */
  function end(outcome: Outcome): void {
    if (outcome.kind === 'story') story.value = outcome.story
    if (outcome.kind === 'log-out') logOut()
    if (outcome.kind === 'try-later') tryAgainAfterSeconds.value = outcome.afterSeconds
    if (outcome.kind === 'try-later' || outcome.kind === 'failed') problem.value = outcome.message
  }

  const stop = (): void => requests.stop()
  onScopeDispose(stop)
  return {
    title: readonly(title),
    content: readonly(content),
    story: shallowReadonly(story),
    isWriting: readonly(isWriting),
    problem: readonly(problem),
    tryAgainAfterSeconds: readonly(tryAgainAfterSeconds),
    write,
    stop
  }
}

function storyState() {
  const title = ref('')
  const content = ref('')
  /** The stored story, once it is complete. */
  const story = shallowRef<Story>()
  const isWriting = ref(false)
  /** An error message to show, or an empty text. */
  const problem = ref('')
  /** The delay before "try again"; undefined if the same request would fail again. */
  const tryAgainAfterSeconds = ref<number>()

  function clear(): void {
    title.value = ''
    content.value = ''
    story.value = undefined
    problem.value = ''
    tryAgainAfterSeconds.value = undefined
  }

  return { title, content, story, isWriting, problem, tryAgainAfterSeconds, clear }
}

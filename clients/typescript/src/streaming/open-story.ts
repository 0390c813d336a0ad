import type { GenerationOptions } from '../client-options.js'
import { generationHeaders } from '../generation-call.js'
import type { StoryEvent } from '../story-events.js'
import type { Transport } from '../transport.js'
import { StoryStream } from './story-stream.js'

type Open = Parameters<Transport['openStream']>[0]

/** A stream whose request is sent when the reading starts. */
export function openStory(
  transport: Transport,
  open: Open,
  options: GenerationOptions
): StoryStream {
  return new StoryStream(
    signal => storyEvents(transport, open, { ...options, signal }),
    options.signal
  )
}

async function* storyEvents(
  transport: Transport,
  open: Open,
  options: GenerationOptions
): AsyncGenerator<StoryEvent, void, undefined> {
  const { first, events } = await transport.openStream(open, {
    ...options,
    headers: generationHeaders(options)
  })
  try {
    if (first.done) return
    yield first.value
    yield* events
  } finally {
    await events.return()
  }
}

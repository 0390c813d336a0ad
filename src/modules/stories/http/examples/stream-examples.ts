import { exampleStory } from './story-examples.js'

const paragraphs = exampleStory.content.split(/(?<=\n\n)/)

/** A whole stream, as it goes over the wire; `done` is cut short here. */
export const streamExample = [
  event('meta', {
    storyId: exampleStory.id,
    model: exampleStory.model,
    requestId: 'example-request-0001'
  }),
  event('title', { text: exampleStory.title }),
  ...paragraphs.slice(0, 2).map(text => event('delta', { text })),
  ':\n\n',
  event('done', { story: { id: exampleStory.id, title: exampleStory.title } })
].join('')

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}

import { StoryDto } from './story.dto.js'

const { id, title, content, model } = StoryDto.examples.short
const paragraphs = content.split(/(?<=\n\n)/)

/** A whole stream; the story of `done` is shortened. */
export const streamExample = [
  event('meta', { storyId: id, model, requestId: 'example-request-0001' }),
  event('title', { text: title }),
  ...paragraphs.slice(0, 2).map(text => event('delta', { text })),
  ':\n\n',
  event('done', { story: { id, title } })
].join('')

function event(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}

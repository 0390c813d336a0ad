import { JiraiyaClient } from '../../clients/typescript/src/index.js'
import { fox, testKey } from '../harness/requests.js'
import { useService } from '../harness/use-service.js'

const service = useService()
function client(): JiraiyaClient {
  return new JiraiyaClient({ baseUrl: service.url, apiKey: testKey })
}
describe('x', () => {
  it('gets a story', async () => {
    const story = await client().generateStory(fox)
    expect(story.keywords_used).toEqual(['fox', 'lantern'])
    let content = ''
    for await (const event of client().streamStory(fox))
      if (event.type === 'delta') content += event.text
    expect(content).not.toBe('')
  })
})

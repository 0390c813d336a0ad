import { testKey } from '../harness/fixtures/requests.js'
import { storedStory } from '../harness/fixtures/revisions.js'
import { isOnlyPassageChanged, rewritePassages } from '../harness/scenarios/rewrite-passages.js'
import { useService } from '../harness/service/use-service.js'

const service = useService()
const headers = { 'X-API-Key': testKey }

describe('500 random rewrites of passages', () => {
  it('change nothing outside the passages', async () => {
    const languages = ['en', 'de', 'es', 'fr', 'ja']
    const stories = await Promise.all(
      languages.map(language => storedStory(service, headers, { language, maxLength: 600 }))
    )
    const rewritten = await rewritePassages(service, headers, stories, 500)
    expect(rewritten.filter(isOnlyPassageChanged)).toHaveLength(500)
  })
})

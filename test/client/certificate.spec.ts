import { JiraiyaClient } from '../../clients/typescript/src/jiraiya-client.js'
import { verifyCertificate } from '../../clients/typescript/src/certificate.js'
import { testKey } from '../harness/fixtures/requests.js'
import { useService } from '../harness/service/use-service.js'

const service = useService()

describe('The client', () => {
  it('verifies a certificate by itself and through the service', async () => {
    const jiraiya = new JiraiyaClient({ baseUrl: service.url, apiKey: testKey })
    const { id, title, content } = await jiraiya.createStory({
      keywords: ['fox', 'lantern'],
      genre: 'fairy tale'
    })
    const { certificate, keyId } = await jiraiya.readCertificate(id)
    const keys = await jiraiya.readCertificateKeys()
    expect(keys.keys.map(({ kid }) => kid)).toEqual([keyId])
    const { statement, ...offline } = await verifyCertificate({ certificate, title, content }, keys)
    expect(offline.valid).toBe(true)
    expect(offline.claims.map(({ claim, result }) => [claim, result])).toEqual(
      ['signature', 'content', 'title', 'keywords'].map(claim => [claim, 'confirmed'])
    )
    expect(statement).toMatchObject({ storyId: id, language: 'en' })
    expect((await jiraiya.verifyCertificate({ certificate, title, content })).valid).toBe(true)
    for (const changed of [
      { certificate, title, content: content.replace(/.$/, '!!') },
      { certificate, title: `${title} `, content },
      { certificate: certificate.replace(/.$/, end => (end === 'A' ? 'Q' : 'A')), title, content }
    ]) {
      expect((await verifyCertificate(changed, keys)).valid).toBe(false)
      expect((await jiraiya.verifyCertificate(changed)).valid).toBe(false)
    }
  })
})

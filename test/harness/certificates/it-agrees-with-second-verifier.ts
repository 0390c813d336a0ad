import { verifyCertificate } from '#modules/stories/certificate/verify-certificate.js'
import { verifyCertificate as verifyOffline } from '@kuybi/jiraiya-client'
import { seededRandom } from '../servers/scripted-upstream.js'
import { alteredCertificates, type Presented } from './altered-certificates.js'
import { resultsOfSecondVerifier, type Results } from './second-verifier.js'
import { knownKeys } from './signer.js'

interface Claim {
  readonly claim: string
  readonly result: string
}

/** The verifiers of the service, of the client and in Python give one result for each claim. */
export function itAgreesWithSecondVerifier(count: number): void {
  it(`agrees with a verifier in Python on ${count} certificates, altered ones included`, async () => {
    const random = seededRandom(count)
    const below = (bound: number): number => Math.floor(random() * bound)
    const certificates = [...alteredCertificates(count, below)]
    const presented = certificates.map(each => each.presented)
    const second = await resultsOfSecondVerifier(presented, knownKeys)
    expect(second).toHaveLength(count)
    for (const [index, certificate] of certificates.entries()) {
      const expected = second[index] ?? {}
      const isValid = !Object.values(expected).includes('refuted')
      const offline = await offlineResults(certificate.presented)
      const online = await serviceResults(certificate.presented, expected)
      const { kind } = certificate
      expect({ kind, isValid, offline, online }).toEqual({
        kind,
        isValid: certificate.isValid,
        offline: expected,
        online: withoutKeywords(expected)
      })
    }
  })
}

async function offlineResults(presented: Presented): Promise<Results> {
  const { claims } = await verifyOffline(presented, { keys: [...knownKeys] })
  return byClaim(claims)
}

/** The claims that both verify in the same way: the service makes the checks again instead. */
async function serviceResults(presented: Presented, expected: Results): Promise<Results> {
  const claims = await verifyCertificate(presented, knownKeys)
  return byClaim(claims.filter(({ claim }) => claim in withoutKeywords(expected)))
}

function withoutKeywords(results: Results): Results {
  return Object.fromEntries(Object.entries(results).filter(([claim]) => claim !== 'keywords'))
}

function byClaim(claims: readonly Claim[]): Results {
  return Object.fromEntries(claims.map(({ claim, result }) => [claim, result]))
}

import { itAgreesWithSecondVerifier } from '../../harness/certificates/it-agrees-with-second-verifier.js'

describe('The verification of certificates', () => {
  itAgreesWithSecondVerifier(300)
})

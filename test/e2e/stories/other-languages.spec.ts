import { itKnowsTheLanguages } from '../../harness/scenarios/other-languages.js'

describe('A model that writes in a language of its own choice', () => {
  itKnowsTheLanguages(100)
})

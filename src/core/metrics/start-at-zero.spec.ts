import type { SettingsLookup } from '#core/config/settings-namespace.js'
import { counter, oneOf } from './metric-declaration.js'
import { knownValues, seriesAtStart } from './start-at-zero.js'

const words = { unit: 'requests', help: 'Requests.', usedFor: 'tests' }
const noSettings: SettingsLookup = () => {
  throw new Error('reads no settings')
}

describe('The series that exist before the first event', () => {
  it('are all combinations of the label values', () => {
    const declared = counter('requests', {
      ...words,
      labels: { method: oneOf('GET', 'PUT'), outcome: oneOf('ok', 'failed') }
    })
    expect(seriesAtStart(declared, noSettings)).toEqual([
      { method: 'GET', outcome: 'ok' },
      { method: 'GET', outcome: 'failed' },
      { method: 'PUT', outcome: 'ok' },
      { method: 'PUT', outcome: 'failed' }
    ])
  })

  it('are only those that the declaration lists, if it lists any', () => {
    const declared = counter('requests', {
      ...words,
      labels: { method: oneOf('GET', 'PUT') },
      atStart: () => [{ method: 'GET' }]
    })
    expect(seriesAtStart(declared, noSettings)).toEqual([{ method: 'GET' }])
  })

  it('do not exist for a label whose values are unknown', () => {
    const declared = counter('requests', { ...words, labels: { key: { bound: 'keys', max: 9 } } })
    expect(seriesAtStart(declared, noSettings)).toEqual([])
  })

  it('come from the settings for a configured label', () => {
    const label = { bound: 'queues', configured: () => ['first'] }
    expect(knownValues(label, noSettings)).toEqual(['first'])
  })
})

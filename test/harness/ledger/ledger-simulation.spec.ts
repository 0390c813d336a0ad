import { findViolation } from './check-histories.js'
import { plantedFaults } from './planted-faults.js'

/** Most faults are found within a hundred histories. */
const enough = 20_000

describe('Random histories of the simulated ledger', () => {
  it('break no invariant', async () => {
    expect(await findViolation(5000)).toBeUndefined()
  })

  it.each(plantedFaults)('find the planted fault “%s”', async fault => {
    expect(await findViolation(enough, fault)).toBeDefined()
  })
})

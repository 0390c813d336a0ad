import { findViolation } from '../harness/ledger/check-histories.js'

const histories = Number(process.env['LEDGER_HISTORIES'] ?? 1_000_000)

describe(`${histories} random histories of the simulated ledger`, () => {
  it('break no invariant', async () => {
    expect(await findViolation(histories)).toBeUndefined()
  }, 7_200_000)
})

/** Errors that the simulated ledger can have. The tests of the ledger must find each of them. */
export const plantedFaults = [
  'reserve: what others have reserved is ignored',
  'reserve: what is spent is ignored',
  'reserve: only the first account is checked',
  'reserve: each reservation of a flush is checked alone',
  'reserve: a refused reservation is counted',
  'reserve: a further attempt or slice adds the whole amount again',
  'reserve: a reservation that is repeated is counted again',
  'reserve: an expired reservation can grow',
  'reserve: only the first attempt has an entry',
  'reserve: the parts of the attempts are not replaced',
  'settle: nothing is released',
  'settle: what the first reservation held is released',
  'settle: a repeated settlement is counted again',
  'settle: the cost of the service is counted for the owner',
  'settle: the cost of the service is not counted for all',
  'settle: it counts on the day of the settlement',
  'settle: only the last attempt ends',
  'settle: the reservation is left',
  'expire: nothing is released',
  'expire: the worst case is recorded as lost',
  'expire: what is lost is counted for the owner',
  'expire: attempts do not end',
  'expire: running processes lose their leases',
  'late: what was recorded as lost is not refunded',
  'late: the refund is not counted',
  'late: a repeated settlement is counted again',
  'warn: what was reported is forgotten',
  'warn: reserved amounts count as spent',
  'warn: only one threshold is reported for a large step'
] as const

export type PlantedFault = (typeof plantedFaults)[number]

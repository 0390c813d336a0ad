/** Ids and time of every example. A test compares the rest of an example with real responses. */
export const exampleRequestId = 'dashboard-0001'

export const exampleTime = '2026-11-20T12:00:00.000Z'

export const exampleOwner = 'user:0b5c6f6e-3c53-4bb3-8f4e-2f7f3a6f1d10'

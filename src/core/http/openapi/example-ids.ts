/** What every example has in place of ids and time; a test compares the rest with real answers. */
export const exampleIds = { requestId: 'dashboard-0001', correlationId: 'kuybi-4f1d2c3b' } as const

export const exampleTime = '2026-11-20T12:00:00.000Z'

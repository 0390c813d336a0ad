import { itRestoresBackup } from '../harness/backup-claims.js'

describe('A backup made under load, restored on a new server', () => {
  itRestoresBackup({ stories: 400, perSecondMeanwhile: 40 }, 180_000)
})

import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

describe('packaging', () => {
  it.each([
    ['tools/checks/image.ts', '--quick'],
    ['tools/checks/chart.ts', '--']
  ])('passes %s', async (...command) => {
    const { stderr } = await run(process.execPath, command)
    expect(stderr).toBe('')
  })

  it('is refused where a rendered manifest has a field that Kubernetes does not know', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'manifests-'))
    const budget = `apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: planted }
spec: { maxUnavailable: 1, selektor: {} }
`
    await writeFile(join(folder, 'values.yaml'), budget)
    const judged = run(process.execPath, ['tools/checks/manifests.ts', folder])
    await expect(judged).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^values: PodDisruptionBudget planted: .*selektor.* does not exist.*\n.*no service\n$/
      )
    })
    await rm(folder, { recursive: true })
  })
})

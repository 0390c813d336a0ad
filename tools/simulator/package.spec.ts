import { readFileSync } from 'node:fs'

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
}

function manifest(path: string): Manifest {
  return JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Manifest
}

describe('The package of the simulator', () => {
  it('has dependencies in the versions of the service, since it has no lockfile of its own', () => {
    const { dependencies } = manifest('package.json')
    expect(Object.keys(dependencies)).not.toEqual([])
    expect(manifest('../../package.json').dependencies).toMatchObject(dependencies)
  })
})

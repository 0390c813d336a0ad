import { Module, type INestApplicationContext } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { TerminusModule } from '@nestjs/terminus'
import { appConfig } from '#core/config/app.config.js'
import { Lifecycle } from '#core/lifecycle/lifecycle.js'
import { HealthRegistry } from './health.registry.js'
import { HealthService } from './health.service.js'

const lifecycle = { isReady: true, isDraining: false }

@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  providers: [
    HealthRegistry,
    HealthService,
    { provide: Lifecycle, useValue: lifecycle },
    { provide: appConfig.KEY, useValue: { ENVIRONMENT: 'development' } }
  ]
})
class HealthOnly {}

describe('The health of the service', () => {
  let app: INestApplicationContext
  let health: HealthService
  const down = new Set<string>()
  const register = (name: string, critical: boolean): void =>
    app.get(HealthRegistry).register({
      name,
      critical,
      cacheForMs: 0,
      timeoutMs: 60_000,
      probe: async () => {
        if (down.has(name)) throw new Error('no connection')
      }
    })
  beforeAll(async () => {
    app = await NestFactory.createApplicationContext(HealthOnly, { logger: false })
    health = app.get(HealthService)
    register('postgres', true)
    register('redis', false)
  })
  afterAll(() => app.close())
  beforeEach(() => {
    down.clear()
    lifecycle.isReady = true
    lifecycle.isDraining = false
  })

  it('is ok while every dependency is up', async () => {
    expect(await health.report()).toMatchObject({ status: 'ok', shared_state: 'redis' })
    expect(await health.readiness()).toMatchObject({ ready: true, checks: { postgres: 'healthy' } })
  })

  it('is degraded but ready while a dependency that is not critical is down', async () => {
    down.add('redis')
    const { status, dependencies } = await health.report()
    expect(status).toBe('degraded')
    expect(dependencies.map(({ name, status: each }) => [name, each])).toEqual([
      ['postgres', 'healthy'],
      ['redis', 'degraded']
    ])
    expect(await health.readiness()).toMatchObject({ ready: true, status: 'ok' })
  })

  it('is an error and not ready while a critical dependency is down', async () => {
    down.add('postgres')
    expect(await health.report()).toMatchObject({ status: 'error' })
    expect(await health.readiness()).toMatchObject({
      ready: false,
      checks: { postgres: 'unhealthy' }
    })
  })

  it('is not ready before the start and during the shutdown', async () => {
    lifecycle.isReady = false
    expect(await health.readiness()).toMatchObject({ ready: false, status: 'starting' })
    lifecycle.isDraining = true
    expect(await health.readiness()).toMatchObject({ ready: false, status: 'shutting_down' })
    expect(await health.report()).toMatchObject({ status: 'shutting_down' })
  })
})

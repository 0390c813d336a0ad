import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { startPostgres, type Postgres } from '../../../tools/stores/postgres.ts'
import { ServiceDidNotStart } from '../../../tools/dev/service-process.ts'
import { generate } from '../../harness/fixtures/requests.js'
import { createCertificates, type Certificates } from '../../harness/servers/setups/certificates.ts'
import { startTlsRedis } from '../../harness/servers/setups/redis-servers.ts'
import { startInstance } from '../../harness/service/instances.js'
import { startService } from '../../harness/service/service.js'
import { metric } from '../../harness/assertions/metrics.js'
import { startSimulator } from '../../../tools/simulator/simulator.ts'
import type { Server } from '../../../tools/stores/server.ts'

let certificates: Certificates
let postgres: Postgres
let redis: Server
beforeAll(async () => {
  certificates = await createCertificates()
  const { server, authority } = certificates
  const hba = join(dirname(server.certFile), 'pg_hba.conf')
  await writeFile(hba, 'hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca\n', {
    mode: 0o644
  })
  postgres = await startPostgres({
    settings: {
      ssl: 'on',
      ssl_cert_file: server.certFile,
      ssl_key_file: server.keyFile,
      ssl_ca_file: authority.certFile,
      hba_file: hba
    }
  })
  redis = await startTlsRedis(certificates)
})
afterAll(async () => {
  await redis.stop()
  await postgres.stop()
  await certificates.remove()
})

const onLocalhost = (url: string): string => url.replace('127.0.0.1', 'localhost')

function settings() {
  const { authority, client } = certificates
  return {
    DATABASE_URL: `${onLocalhost(postgres.url)}?sslmode=disable`,
    DB_TLS_CA_FILE: authority.certFile,
    DB_TLS_CERT: client.cert,
    DB_TLS_KEY: client.key,
    REDIS_URL: redis.url,
    REDIS_TLS_CA: authority.cert,
    REDIS_TLS_CERT_FILE: client.certFile,
    REDIS_TLS_KEY_FILE: client.keyFile
  }
}

/** Standard error of a service that does not start with these changes. */
async function refusal(changes: Readonly<Record<string, string>>): Promise<string> {
  const error: unknown = await startInstance({ ...settings(), ...changes }).catch(
    (reason: unknown) => reason
  )
  if (error instanceof ServiceDidNotStart) return error.output
  throw new Error('the service started')
}

describe('TLS with a certificate authority and client certificates of the settings', () => {
  it('connects to PostgreSQL and Redis, whatever sslmode the URL has', async () => {
    const simulator = await startSimulator()
    const service = await startService({ ...settings(), OPENAI_BASE_URL: simulator.baseUrl })
    await generate(service.url).expect(200)
    expect(await metric(service.url, 'jiraiya_redis_up', { store: 'shared' })).toBe(1)
    await service.close()
    await simulator.close()
  })

  it.each([
    ['PostgreSQL', 'DB_TLS_CA'],
    ['Redis', 'REDIS_TLS_CA']
  ])('ends the start if %s has a certificate of another authority than %s', async (store, name) => {
    const output = await refusal({ [`${name}_FILE`]: '', [name]: certificates.other.cert })
    expect(output).toContain(`The certificate of ${store} is not trusted`)
    expect(output).toContain(`Check ${name}.`)
  })

  it('ends the start if PostgreSQL requires a client certificate and there is none', async () => {
    const output = await refusal({ DB_TLS_CERT: '', DB_TLS_KEY: '' })
    expect(output).toContain('connection requires a valid client certificate')
  })

  it('ends the start with the names of settings that do not fit', async () => {
    const output = await refusal({
      DB_TLS_CA_FILE: '',
      DB_TLS_CA: 'no certificate',
      DB_TLS_KEY: certificates.other.key,
      REDIS_TLS_KEY_FILE: '',
      REDIS_URL: redis.url.replace('rediss:', 'redis:')
    })
    for (const rule of [
      'DB_TLS_CA must be certificates in PEM form',
      'DB_TLS_KEY must be the key of DB_TLS_CERT',
      'REDIS_TLS_KEY must be the key of REDIS_TLS_CERT',
      'REDIS_TLS_CA needs a REDIS_URL that begins with rediss://'
    ]) {
      expect(output).toContain(rule)
    }
  })
})

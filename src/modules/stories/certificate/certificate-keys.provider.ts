import { generateKeyPairSync } from 'node:crypto'
import type { FactoryProvider } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import { PinoLogger } from 'nestjs-pino'
import { appConfig } from '#core/config/app.config.js'
import { isStrict } from '#core/config/environment.js'
import { certificateConfig } from './certificate.config.js'
import { CertificateKeys } from './certificate-keys.js'

/** The keys of the settings. In development a key is made if there is none. */
export const certificateKeysProvider: FactoryProvider<CertificateKeys> = {
  provide: CertificateKeys,
  inject: [certificateConfig.KEY, appConfig.KEY, PinoLogger],
  useFactory: async (
    settings: ConfigType<typeof certificateConfig>,
    { ENVIRONMENT }: ConfigType<typeof appConfig>,
    logger: PinoLogger
  ) => {
    const { CERTIFICATE_KEY: key, CERTIFICATE_KEY_PREVIOUS: previous } = settings
    if (key !== undefined || isStrict(ENVIRONMENT)) return CertificateKeys.of(key, previous)
    const keys = await CertificateKeys.of(generateKeyPairSync('ed25519').privateKey, previous)
    const keyId = keys.signing?.kid
    const words = 'This process made the key of its certificates; the next one will have another'
    logger.info({ action: 'certificate_key_made', keyId }, words)
    return keys
  }
}

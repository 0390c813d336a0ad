import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { registerSettings } from '#core/config/register-settings.js'
import { Structured } from '#core/config/setting.decorators.js'

const secretPem = { type: 'PEM, secret', secret: true }

export class CertificateSettings {
  @Structured<KeyObject>(
    { ...secretPem, rule: 'must be an Ed25519 private key in PEM', parse: parsePrivateKey },
    {
      defaultText: 'made at start in development, none elsewhere',
      description:
        'Key that signs the certificates of stories; without it there are none. `openssl genpkey -algorithm ed25519` makes one.'
    }
  )
  readonly CERTIFICATE_KEY?: KeyObject

  @Structured<readonly KeyObject[]>(
    {
      ...secretPem,
      rule: 'must be Ed25519 keys in PEM, private or public, one after the other',
      parse: parsePublicKeys
    },
    {
      default: [],
      description:
        'Earlier keys, private or public, one after the other: their certificates stay valid.'
    }
  )
  readonly CERTIFICATE_KEY_PREVIOUS!: readonly KeyObject[]
}

export const certificateConfig = registerSettings('certificates', CertificateSettings, {
  title: 'Certificates'
})

function parsePrivateKey(text: string): KeyObject | undefined {
  return ed25519(() => createPrivateKey(linesOf(text)))
}

function parsePublicKeys(text: string): readonly KeyObject[] | undefined {
  const blocks = linesOf(text).match(/-----BEGIN [^-]+-----[^-]+-----END [^-]+-----/g) ?? []
  const keys = blocks.map(block => ed25519(() => createPublicKey(block)))
  return keys.length > 0 && keys.every(key => key !== undefined) ? keys : undefined
}

/** In a variable of the environment the lines of a PEM are often divided by `\n`. */
function linesOf(text: string): string {
  return text.replaceAll(String.raw`\n`, '\n')
}

function ed25519(read: () => KeyObject): KeyObject | undefined {
  try {
    const key = read()
    return key.asymmetricKeyType === 'ed25519' ? key : undefined
  } catch {
    return undefined
  }
}

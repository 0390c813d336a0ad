import { Controller, Get, Header, VERSION_NEUTRAL } from '@nestjs/common'
import { Bare } from '#core/access/bare.decorator.js'
import { Public } from '#core/access/public.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import {
  ChoiceField,
  ListField,
  TextField
} from '#core/http/openapi/decorators/field.decorators.js'
import {
  CertificateKeys,
  type CertificateJwk
} from '#modules/stories/certificate/certificate-keys.js'

const base64url = '^[A-Za-z0-9_-]{43}$'

export class JwkDto implements CertificateJwk {
  @ChoiceField({ description: 'Type of the key (RFC 8037).', choices: ['OKP'] })
  readonly kty!: 'OKP'

  @ChoiceField({ description: 'Curve.', choices: ['Ed25519'] })
  readonly crv!: 'Ed25519'

  @TextField({ description: 'Public key, base64url.', maxLength: 43, pattern: base64url })
  readonly x!: string

  @TextField({
    description: 'Id: the thumbprint of the key (RFC 7638).',
    maxLength: 43,
    pattern: base64url
  })
  readonly kid!: string

  @ChoiceField({ description: 'Algorithm.', choices: ['EdDSA'] })
  readonly alg!: 'EdDSA'

  @ChoiceField({ description: 'Use.', choices: ['sig'] })
  readonly use!: 'sig'
}

/** A JSON Web Key Set (RFC 7517). */
export class JwksDto {
  static readonly examples: Readonly<Record<string, JwksDto>> = {
    'one key': {
      keys: [
        {
          kty: 'OKP',
          crv: 'Ed25519',
          x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
          kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k',
          alg: 'EdDSA',
          use: 'sig'
        }
      ]
    }
  }

  @ListField({ description: 'The keys; the first one signs.', of: JwkDto, maxItems: 100 })
  readonly keys!: readonly CertificateJwk[]
}

/** The public keys of certificates, where every JOSE library looks for them. */
@Bare()
@Controller({ path: '.well-known/jwks.json', version: VERSION_NEUTRAL })
export class JwksController {
  constructor(private readonly keys: CertificateKeys) {}

  @ApiRoute({
    id: 'readCertificateKeys',
    tag: 'certificates',
    summary: 'Get the public keys of certificates',
    description:
      'A JSON Web Key Set: the current key, then the earlier ones. Without `CERTIFICATE_KEY` and `CERTIFICATE_KEY_PREVIOUS` it is empty.',
    public: true
  })
  @ApiSuccess(200, { description: 'The keys.', type: JwksDto, bare: true })
  @Get()
  @Public()
  @Header('Cache-Control', 'public, max-age=3600')
  read(): JwksDto {
    return { keys: this.keys.published }
  }
}

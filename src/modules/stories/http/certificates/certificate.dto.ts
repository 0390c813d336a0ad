import { PatternInput } from '#core/http/dto/input-field.decorators.js'
import {
  ChoiceField,
  FlagField,
  ListField,
  TextField
} from '#core/http/openapi/decorators/field.decorators.js'
import { anyText, oneLine } from '#core/http/openapi/decorators/patterns.js'
import type { Certificate } from '#modules/stories/certificate/sign-certificate.js'
import {
  claimResults,
  type CertifiedText,
  type Claim
} from '#modules/stories/certificate/verify-certificate.js'
import { StoryDto } from '#modules/stories/http/dto/story.dto.js'

const { title, content } = StoryDto.examples.short
const certificate = 'eyJhbGciOiJFZERTQSJ9.eyJmb3JtYXQiOjF9.c2lnbmF0dXJl'
const message = 'must be text'
const text = { maxLength: 1_000_000, pattern: anyText, message }

/** The certificate of a story. */
export class CertificateDto implements Certificate {
  static readonly examples: Readonly<Record<string, CertificateDto>> = {
    shortened: { certificate, keyId: 'QPR5kVTBJhXGhfuGN7kT4KGUUX2T7G7nbmQR4tBa5gE' }
  }

  @TextField({
    description:
      'JWS in compact form, EdDSA with Ed25519. Its payload is described in docs/certificate.md.',
    maxLength: 1_000_000,
    pattern: '^[A-Za-z0-9_-]+[.][A-Za-z0-9_-]+[.][A-Za-z0-9_-]+$'
  })
  readonly certificate!: string

  @TextField({
    description: 'Id of the key, as in `/.well-known/jwks.json`.',
    maxLength: 43,
    pattern: '^[A-Za-z0-9_-]{43}$'
  })
  readonly keyId!: string
}

/** The body of `POST /certificates/verify`. */
export class VerifyCertificateDto implements CertifiedText {
  static readonly examples: Readonly<Record<string, VerifyCertificateDto>> = {
    shortened: { certificate, title, content }
  }

  @PatternInput({ ...text, description: 'A certificate, as it was issued.' })
  readonly certificate!: string

  @PatternInput({ ...text, description: 'Content of the story, unchanged.' })
  readonly content!: string

  @PatternInput({ ...text, description: 'Title of the story, unchanged.', optional: true })
  readonly title?: string
}

export class ClaimDto implements Claim {
  @TextField({
    description: 'signature, content, title, or the name of a check.',
    maxLength: 50,
    pattern: oneLine
  })
  readonly claim!: string

  @ChoiceField({ description: 'Whether the claim holds.', choices: claimResults })
  readonly result!: Claim['result']

  @TextField({
    description: 'Why it is not confirmed.',
    maxLength: 200,
    pattern: oneLine,
    optional: true
  })
  readonly reason?: string
}

/** The result of each claim of a certificate. */
export class CertificateVerdictDto {
  static readonly examples: Readonly<Record<string, CertificateVerdictDto>> = {
    valid: CertificateVerdictDto.from(
      ['signature', 'content', 'title', 'keywords', 'length', 'language'].map(claim => ({
        claim,
        result: 'confirmed'
      }))
    ),
    'changed content': CertificateVerdictDto.from([
      { claim: 'signature', result: 'confirmed' },
      { claim: 'content', result: 'refuted', reason: 'its SHA-256 is another' },
      { claim: 'title', result: 'not_checked', reason: 'it was not sent' },
      { claim: 'keywords', result: 'refuted', reason: 'the check has another result' },
      { claim: 'length', result: 'confirmed' }
    ])
  }

  @FlagField({ description: 'Whether no claim is refuted.' })
  readonly valid!: boolean

  @ListField({
    description: 'The claims. One alone if the signature is not confirmed.',
    of: ClaimDto,
    maxItems: 20
  })
  readonly claims!: readonly Claim[]

  static from(claims: readonly Claim[]): CertificateVerdictDto {
    return { valid: claims.every(({ result }) => result !== 'refuted'), claims }
  }
}

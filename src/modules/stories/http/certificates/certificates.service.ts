import { Injectable } from '@nestjs/common'
import type { Owner } from '#core/access/principal.js'
import { AppError } from '#core/errors/app-error.js'
import { CertificateKeys } from '#modules/stories/certificate/certificate-keys.js'
import { signCertificate, type Certificate } from '#modules/stories/certificate/sign-certificate.js'
import {
  verifyCertificate,
  type CertifiedText
} from '#modules/stories/certificate/verify-certificate.js'
import { NoSuchStory } from '#modules/stories/library/no-such-story.js'
import { StoryRepository } from '#modules/stories/library/story.repository.js'
import { CertificateVerdictDto } from './certificate.dto.js'

@Injectable()
export class CertificatesService {
  constructor(
    private readonly stories: StoryRepository,
    private readonly keys: CertificateKeys
  ) {}

  /** @throws NoSuchStory also for a story of another owner; AppError NOT_FOUND without a key */
  async certificateOf(owner: Owner, storyId: string): Promise<Certificate> {
    const { signing } = this.keys
    if (signing === undefined) {
      throw new AppError('NOT_FOUND', { message: 'This service signs no certificates' })
    }
    const story = await this.stories.find(owner, storyId)
    if (story === undefined) throw new NoSuchStory()
    return signCertificate(story, signing)
  }

  async verify(text: CertifiedText): Promise<CertificateVerdictDto> {
    return CertificateVerdictDto.from(await verifyCertificate(text, this.keys.published))
  }
}

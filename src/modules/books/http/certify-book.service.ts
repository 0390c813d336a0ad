import { Injectable } from '@nestjs/common'
import { AppError } from '#core/errors/app-error.js'
import { CertificateKeys } from '#modules/stories/certificate/certificate-keys.js'
import { signCertificate, type Certificate } from '#modules/stories/certificate/sign-certificate.js'
import { measureLength } from '#modules/stories/checks/length-check.js'
import { textOf, type Book } from '../domain/book.js'
import { toleranceOf } from '../domain/word-budget.js'

/** Signs one certificate over the whole text of a book: its sections with a blank line between them. */
@Injectable()
export class CertifyBookService {
  constructor(private readonly keys: CertificateKeys) {}

  /** @throws AppError NOT_FOUND without a key, and before the book is completed */
  async execute(book: Book): Promise<Certificate> {
    const { signing } = this.keys
    const { plan, request, sections } = book
    if (signing === undefined) {
      throw new AppError('NOT_FOUND', { message: 'This service signs no certificates' })
    }
    if (book.stored !== 'completed' || plan === null) {
      throw new AppError('NOT_FOUND', {
        message: 'The book has no certificate until it is completed'
      })
    }
    const { id, createdAt } = book
    const { keywords, language, audience, words } = request
    const content = textOf(book)
    const tolerance = toleranceOf(words.max)
    const bounds = { min: words.max - tolerance, max: words.max + tolerance }
    const length = { passed: true, ...measureLength(content, language), ...bounds }
    const models = new Set(sections.map(({ model }) => model))
    const prompts = new Set(sections.map(({ promptVersion }) => promptVersion))
    const story = {
      id,
      title: plan.title,
      content,
      language,
      audience,
      keywords,
      checks: { keywords: [], length },
      model: [...models].join(', '),
      promptVersion: [...prompts].join(', '),
      createdAt
    }
    return signCertificate(story, signing)
  }
}

import { AppError } from '#core/errors/app-error.js'

/** The owner has no story of that id; whether somebody else has one is nobody's business. */
export class NoSuchStory extends AppError {
  constructor() {
    super('NOT_FOUND', { message: 'There is no such story' })
  }
}

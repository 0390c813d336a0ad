import { AppError } from '#core/errors/app-error.js'

/** The owner has no story with this id. Stories of other owners give the same error. */
export class NoSuchStory extends AppError {
  constructor() {
    super('NOT_FOUND', { message: 'There is no such story' })
  }
}

import { AppError } from '#core/errors/app-error.js'

/** The owner has no book with this id. Another owner's book gives the same error. */
export class NoSuchBook extends AppError {
  constructor() {
    super('NOT_FOUND', { message: 'There is no such book' })
  }
}

/** The book has no section with this number. */
export class NoSuchSection extends AppError {
  constructor() {
    super('NOT_FOUND', { message: 'The book has no such section' })
  }
}

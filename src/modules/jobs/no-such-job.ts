import { AppError } from '#core/errors/app-error.js'

/** The owner has no job with this id. Jobs of other owners give the same error. */
export class NoSuchJob extends AppError {
  constructor() {
    super('NOT_FOUND', { message: 'There is no such job' })
  }
}

/** The owner has no batch with this id. Batches of other owners give the same error. */
export class NoSuchBatch extends AppError {
  constructor() {
    super('NOT_FOUND', { message: 'There is no such batch' })
  }
}

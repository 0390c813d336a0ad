import { Injectable, type PipeTransform } from '@nestjs/common'
import type { Owner } from '#core/access/principal.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { ownerPattern } from '#core/http/openapi/decorators/patterns.js'

const owner = new RegExp(ownerPattern)

/** The owner that an address names. */
@Injectable()
export class OwnerPipe implements PipeTransform<string, Owner> {
  /** @throws ValidationFailed */
  transform(text: string): Owner {
    if (owner.test(text)) return text as Owner
    const messages = ['must be user:, key: or service: and an id']
    throw new ValidationFailed([{ field: 'owner', messages }])
  }
}

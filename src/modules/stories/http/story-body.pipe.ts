import { Injectable, type PipeTransform } from '@nestjs/common'
import { createValidationPipe } from '#core/http/dto/validation.js'
import { bodyFields } from './generate-body.pipe.js'
import { StoryRequestBody, toStoryRequest } from '#modules/stories/domain/story-request.dto.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'

/** Reads a body of `POST /stories`: camelCase, unknown fields refused by name. */
@Injectable()
export class StoryBodyPipe implements PipeTransform<unknown, Promise<StoryRequest>> {
  private readonly validation = createValidationPipe()

  /** @throws ValidationFailed */
  async transform(body: unknown): Promise<StoryRequest> {
    const metadata = { type: 'body', metatype: StoryRequestBody } as const
    const valid: unknown = await this.validation.transform(bodyFields(body), metadata)
    return toStoryRequest(valid as StoryRequestBody)
  }
}

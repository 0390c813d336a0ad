import { IntegerField } from '#core/http/openapi/decorators/field.decorators.js'

/** `details` of EXTERNAL_SERVICE_ERROR. */
export class ExternalServiceErrorDetailsDto {
  @IntegerField({
    description: 'EXTERNAL_SERVICE_ERROR: status of the other service.',
    optional: true,
    min: 100,
    max: 999
  })
  readonly status?: number
}

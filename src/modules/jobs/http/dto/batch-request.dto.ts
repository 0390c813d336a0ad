import { Checked, notOfType } from '#core/http/dto/field-rule.js'
import {
  DtoValidationPipe,
  ValidationFailed,
  type FieldProblem
} from '#core/http/dto/validation.js'
import { ListField } from '#core/http/openapi/decorators/field.decorators.js'
import type { NewJob } from '#modules/jobs/job.js'
import { JobRequestDto } from './job-request.dto.js'

export const maxBatchSize = 100
const wanted = `a list of 1 to ${maxBatchSize} jobs is needed`
const entries = new DtoValidationPipe()

/** The body of `POST /batches`. */
export class BatchRequestDto {
  static readonly examples = {
    batch: {
      jobs: [
        { keywords: ['fox', 'lantern'], genre: 'fairy tale', maxLength: 100 },
        { keywords: ['harbour', 'fog'], genre: 'mystery', maxLength: 800, priority: 'low' }
      ]
    }
  }

  @ListField({
    description: 'The jobs. If one of them is invalid, none is created.',
    of: JobRequestDto,
    minItems: 1,
    maxItems: maxBatchSize
  })
  @Checked('jobs', value => {
    if (!Array.isArray(value)) return [notOfType(value, wanted)]
    const { length } = value
    if (length === 0)
      return [{ rule: 'min_items', limit: 1, message: `is an empty list; ${wanted}` }]
    if (length <= maxBatchSize) return []
    return [{ rule: 'max_items', limit: maxBatchSize, message: `has ${length} entries; ${wanted}` }]
  })
  readonly jobs!: readonly unknown[]

  /** @throws ValidationFailed that names the fields of all entries, like `jobs[3].genre` */
  async toNewJobs(): Promise<readonly NewJob[]> {
    const problems: FieldProblem[] = []
    const jobs: NewJob[] = []
    for (const [index, entry] of this.jobs.entries()) {
      try {
        jobs.push(await toNewJob(entry))
      } catch (error) {
        if (!(error instanceof ValidationFailed)) throw error
        problems.push(...error.problems.map(problem => within(`jobs[${index}]`, problem)))
      }
    }
    if (problems.length > 0) throw new ValidationFailed(problems)
    return jobs
  }
}

async function toNewJob(entry: unknown): Promise<NewJob> {
  const metadata = { type: 'body', metatype: JobRequestDto } as const
  const dto = (await entries.transform(entry ?? [], metadata)) as JobRequestDto
  return dto.toNewJob()
}

function within(place: string, { field, ...problem }: FieldProblem): FieldProblem {
  return { ...problem, field: field === 'body' ? place : `${place}.${field}` }
}

import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common'
import { map, type Observable } from 'rxjs'
import { publicPath } from '#core/http/request/public-path.js'
import type { Story } from '#modules/stories/domain/story.js'
import type { GenerationResult } from '#modules/stories/generate/generation-command.js'

/** The part of the platform's reply that is written to. */
interface Reply {
  header(name: string, value: string): unknown
}

/** Turns the result of a generation into a response: its headers, and the DTO as its body. */
export class StoryResponseInterceptor<T> implements NestInterceptor<GenerationResult, T> {
  constructor(
    private readonly dto: { from(story: Story): T },
    private readonly hasLocation = false
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<GenerationResult>): Observable<T> {
    const reply = context.switchToHttp().getResponse<Reply>()
    return next.handle().pipe(
      map(({ story, replayed }) => {
        if (replayed) reply.header('Idempotency-Replayed', 'true')
        if (this.hasLocation) reply.header('Location', publicPath(`/api/v1/stories/${story.id}`))
        return this.dto.from(story)
      })
    )
  }
}

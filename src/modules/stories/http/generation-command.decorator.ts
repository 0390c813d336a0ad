import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import type { GenerationCommand } from '#modules/stories/generate/generation-command.js'
import type { GeneratingRequest } from './generation-command.guard.js'

/**
 * The command of a generating request, as GenerationCommandGuard has read it.
 * @throws ValidationFailed
 */
export const GenerationCommandParam = createParamDecorator(
  (_: unknown, context: ExecutionContext): Promise<GenerationCommand> | undefined =>
    context.switchToHttp().getRequest<GeneratingRequest>().generation
)

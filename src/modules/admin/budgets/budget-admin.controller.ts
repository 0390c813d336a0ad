import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Put,
  UseInterceptors
} from '@nestjs/common'
import type { Caller } from '#core/access/caller.js'
import { CurrentCaller } from '#core/access/current-caller.decorator.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { EnvelopeInterceptor } from '#core/http/envelope.interceptor.js'
import { Answer, EmptyAnswer } from '#core/http/openapi/decorators/answer.decorator.js'
import { Answers } from '#core/http/openapi/decorators/answers.decorator.js'
import { enveloped } from '#core/http/openapi/decorators/envelope.js'
import { Operation } from '#core/http/openapi/decorators/operation.decorator.js'
import { RequestBody } from '#core/http/openapi/decorators/request-body.decorator.js'
import { BudgetBody, toBudget } from './budget.body.js'
import { budgetErrors, budgetExamples, budgetRequests, setBudgetErrors } from './budget-examples.js'
import { OwnerBudget } from './owner-budget.js'
import { OwnerPath } from '#modules/usage/owner.path.js'
import { ReadOwnerBudget } from './read-owner-budget.service.js'
import { ResetOwnerBudget } from './reset-owner-budget.service.js'
import { SetOwnerBudget } from './set-owner-budget.service.js'

@Controller({ path: 'admin/budgets', version: '1' })
export class BudgetAdminController {
  constructor(
    private readonly reader: ReadOwnerBudget,
    private readonly setter: SetOwnerBudget,
    private readonly resetter: ResetOwnerBudget
  ) {}

  @Operation({
    id: 'readBudget',
    tag: 'admin',
    summary: 'An owner’s budget, and how it stands',
    description:
      'The one that an admin set, else the configured one for everyone: of an owner who is not calling the role is not known, so a role’s budget does not show here.'
  })
  @Answer(200, { about: 'The budget.', type: enveloped(OwnerBudget), examples: budgetExamples })
  @Answers(...budgetErrors)
  @Get(':owner')
  @Scopes('admin')
  @UseInterceptors(EnvelopeInterceptor)
  read(@Param() { owner }: OwnerPath): Promise<OwnerBudget> {
    return this.reader.execute(owner)
  }

  @Operation({
    id: 'setBudget',
    tag: 'admin',
    summary: 'Set an owner’s budget',
    description:
      'In place of the configured one, as a whole: what is null or left out is unlimited. Applies from the next attempt on, in every instance. Leaves an audit event.'
  })
  @RequestBody({ about: 'The limits.', type: BudgetBody, examples: budgetRequests })
  @Answer(200, { about: 'The budget.', type: enveloped(OwnerBudget), examples: budgetExamples })
  @Answers(...setBudgetErrors)
  @Put(':owner')
  @Scopes('admin')
  @UseInterceptors(EnvelopeInterceptor)
  set(
    @CurrentCaller() caller: Caller,
    @Param() { owner }: OwnerPath,
    @Body() body: BudgetBody
  ): Promise<OwnerBudget> {
    return this.setter.execute(caller, owner, toBudget(body))
  }

  @Operation({
    id: 'resetBudget',
    tag: 'admin',
    summary: 'Let the configured budget apply again',
    description: 'Takes the budget away that an admin set; where there is none, nothing happens.'
  })
  @EmptyAnswer(204, 'The configured budget applies.')
  @Answers(...budgetErrors)
  @Delete(':owner')
  @HttpCode(204)
  @Scopes('admin')
  reset(@Param() { owner }: OwnerPath): Promise<void> {
    return this.resetter.execute(owner)
  }
}

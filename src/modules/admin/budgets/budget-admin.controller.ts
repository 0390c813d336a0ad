import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common'
import type { Principal } from '#core/access/principal.js'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { ApiSuccess, ApiEmptySuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { enveloped } from '#core/http/openapi/decorators/envelope.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiRequestBody } from '#core/http/openapi/decorators/api-request-body.decorator.js'
import { BudgetBody, toBudget } from './dto/budget.dto.js'
import { budgetErrors, budgetExamples, budgetRequests, setBudgetErrors } from './budget-examples.js'
import { OwnerBudget } from './dto/owner-budget.dto.js'
import { OwnerPath } from '#modules/usage/dto/owner-path.dto.js'
import { ReadOwnerBudgetService } from './read-owner-budget.service.js'
import { ResetOwnerBudgetService } from './reset-owner-budget.service.js'
import { SetOwnerBudgetService } from './set-owner-budget.service.js'

@Controller({ path: 'admin/budgets', version: '1' })
export class BudgetAdminController {
  constructor(
    private readonly reader: ReadOwnerBudgetService,
    private readonly setter: SetOwnerBudgetService,
    private readonly resetter: ResetOwnerBudgetService
  ) {}

  @ApiRoute({
    id: 'readBudget',
    tag: 'admin',
    summary: 'An owner’s budget, and how it stands',
    description:
      'The one that an admin set, else the configured one for everyone: of an owner who is not calling the role is not known, so a role’s budget does not show here.'
  })
  @ApiSuccess(200, {
    description: 'The budget.',
    type: enveloped(OwnerBudget),
    examples: budgetExamples
  })
  @ApiErrors(...budgetErrors)
  @Get(':owner')
  @Scopes('admin')
  read(@Param() { owner }: OwnerPath): Promise<OwnerBudget> {
    return this.reader.execute(owner)
  }

  @ApiRoute({
    id: 'setBudget',
    tag: 'admin',
    summary: 'Set an owner’s budget',
    description:
      'In place of the configured one, as a whole: what is null or left out is unlimited. Applies from the next attempt on, in every instance. Leaves an audit event.'
  })
  @ApiRequestBody({ description: 'The limits.', type: BudgetBody, examples: budgetRequests })
  @ApiSuccess(200, {
    description: 'The budget.',
    type: enveloped(OwnerBudget),
    examples: budgetExamples
  })
  @ApiErrors(...setBudgetErrors)
  @Put(':owner')
  @Scopes('admin')
  set(
    @CurrentPrincipal() principal: Principal,
    @Param() { owner }: OwnerPath,
    @Body() body: BudgetBody
  ): Promise<OwnerBudget> {
    return this.setter.execute(principal, owner, toBudget(body))
  }

  @ApiRoute({
    id: 'resetBudget',
    tag: 'admin',
    summary: 'Let the configured budget apply again',
    description: 'Takes the budget away that an admin set; where there is none, nothing happens.'
  })
  @ApiEmptySuccess(204, 'The configured budget applies.')
  @ApiErrors(...budgetErrors)
  @Delete(':owner')
  @HttpCode(204)
  @Scopes('admin')
  reset(@Param() { owner }: OwnerPath): Promise<void> {
    return this.resetter.execute(owner)
  }
}

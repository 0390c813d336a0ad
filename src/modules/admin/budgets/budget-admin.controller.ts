import { Body, Controller, Delete, Get, HttpCode, Param, Put } from '@nestjs/common'
import { CurrentPrincipal } from '#core/access/current-principal.decorator.js'
import type { Principal } from '#core/access/principal.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { OwnerPathDto } from '#core/http/dto/owner-path.dto.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiRequestBody } from '#core/http/openapi/decorators/api-request-body.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiEmptySuccess, ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { budgetErrors, setBudgetErrors } from './budget-errors.js'
import { OwnerBudgetDto } from './dto/owner-budget.dto.js'
import { SetBudgetDto } from './dto/set-budget.dto.js'
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
    summary: 'Get an owner’s budget and its state',
    description:
      'The budget that an admin set, else the configured default. The role of an owner is known only while they call, so the budget of a role is not shown here. Needs the scope `admin`.'
  })
  @ApiSuccess(200, { description: 'The budget.', type: OwnerBudgetDto })
  @ApiErrors(...budgetErrors)
  @Get(':owner')
  @Scopes('admin')
  read(@Param() { owner }: OwnerPathDto): Promise<OwnerBudgetDto> {
    return this.reader.execute(owner)
  }

  @ApiRoute({
    id: 'setBudget',
    tag: 'admin',
    summary: 'Set an owner’s budget',
    description:
      'Replaces the configured budget as a whole: a limit that is null or missing is unlimited. Applies from the next attempt on, in every instance. Needs the scope `admin`. Recorded in the audit log.'
  })
  @ApiRequestBody(SetBudgetDto, 'The limits.')
  @ApiSuccess(200, { description: 'The budget.', type: OwnerBudgetDto })
  @ApiErrors(...setBudgetErrors)
  @Put(':owner')
  @Scopes('admin')
  set(
    @CurrentPrincipal() principal: Principal,
    @Param() { owner }: OwnerPathDto,
    @Body() body: SetBudgetDto
  ): Promise<OwnerBudgetDto> {
    return this.setter.execute(principal, owner, body.toBudget())
  }

  @ApiRoute({
    id: 'resetBudget',
    tag: 'admin',
    summary: 'Reset an owner’s budget to the configured one',
    description:
      'Removes the budget that an admin set; without one, nothing changes. Needs the scope `admin`. Recorded in the audit log.'
  })
  @ApiEmptySuccess(204, 'Reset: the configured budget applies.')
  @ApiErrors(...budgetErrors)
  @Delete(':owner')
  @HttpCode(204)
  @Scopes('admin')
  reset(@Param() { owner }: OwnerPathDto): Promise<void> {
    return this.resetter.execute(owner)
  }
}

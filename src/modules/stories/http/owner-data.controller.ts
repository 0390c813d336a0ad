import { Controller, Delete, Get, Param, Query } from '@nestjs/common'
import { Scopes } from '#core/access/scopes.decorator.js'
import { OwnerPathDto } from '#core/http/dto/owner-path.dto.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import { EraseOwnerService } from '#modules/stories/library/erase-owner.service.js'
import { ExportOwnerService } from '#modules/stories/library/export-owner.service.js'
import { ExportQueryDto } from './dto/export-query.dto.js'
import { OwnerErasureDto, OwnerExportDto } from './dto/owner-data.dto.js'
import { ownerDataErrors } from './story-errors.js'

/** Export and erasure of an owner's stories, by an admin. */
@Controller({ path: 'admin/owners', version: '1' })
export class OwnerDataController {
  constructor(
    private readonly exports: ExportOwnerService,
    private readonly erasure: EraseOwnerService
  ) {}

  @ApiRoute({
    id: 'exportOwner',
    tag: 'admin',
    summary: 'Export an owner’s stories',
    description:
      'Up to 100 stories per response; `nextCursor` is where the next request continues. Needs the scope `admin`. Recorded in the audit log.'
  })
  @ApiSuccess(200, { description: 'The stories.', type: OwnerExportDto })
  @ApiErrors(...ownerDataErrors)
  @Get(':owner/export')
  @Scopes('admin')
  @RateLimit('read')
  async export(
    @Param() { owner }: OwnerPathDto,
    @Query() query: ExportQueryDto
  ): Promise<OwnerExportDto> {
    return OwnerExportDto.from(owner, await this.exports.execute(owner, query.after(owner)))
  }

  @ApiRoute({
    id: 'eraseOwner',
    tag: 'admin',
    summary: 'Erase an owner’s stories',
    description:
      'Deletes all stories of the owner, and the outcomes stored for their Idempotency-Keys. Costs stay in the ledger, as numbers. Needs the scope `admin`. Recorded in the audit log.'
  })
  @ApiSuccess(200, { description: 'Number of stories deleted.', type: OwnerErasureDto })
  @ApiErrors(...ownerDataErrors)
  @Delete(':owner')
  @Scopes('admin')
  @RateLimit('read')
  async erase(@Param() { owner }: OwnerPathDto): Promise<OwnerErasureDto> {
    return { owner, storiesDeleted: await this.erasure.execute(owner) }
  }
}

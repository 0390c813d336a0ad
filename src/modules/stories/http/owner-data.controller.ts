import { Controller, Delete, Get, Param, Query } from '@nestjs/common'
import type { Owner } from '#core/access/principal.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { ApiSuccess } from '#core/http/openapi/decorators/api-success.decorator.js'
import { ApiErrors } from '#core/http/openapi/decorators/api-errors.decorator.js'
import { enveloped } from '#core/http/openapi/decorators/envelope.js'
import { ApiRoute } from '#core/http/openapi/decorators/api-route.decorator.js'
import { ApiPathParam } from '#core/http/openapi/decorators/api-path-param.decorator.js'
import { plainText } from '#core/http/openapi/decorators/patterns.js'
import { RateLimit } from '#modules/rate-limit/rate-limit.decorator.js'
import { EraseOwnerService } from '#modules/stories/library/erase-owner.service.js'
import { ExportOwnerService } from '#modules/stories/library/export-owner.service.js'
import { ExportQuery } from './dto/export-query.dto.js'
import {
  erasureErrors,
  erasureExamples,
  exampleOwner,
  exportErrors,
  exportExamples
} from './examples/library-examples.js'
import { OwnerErasure, OwnerExport, toOwnerExport } from './dto/owner-data.dto.js'
import { OwnerPipe } from './owner.pipe.js'

const owner = {
  description: 'Whose: `user:`, `key:` or `service:` and an id.',
  maxLength: 16_384,
  pattern: plainText,
  example: exampleOwner
}

/** What an admin may do with everything that is kept of an owner. */
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
      'At most 100 at a time; `next` says where to go on. Needs the scope `admin`, and is on record in the audit log.'
  })
  @ApiPathParam('owner', owner)
  @ApiSuccess(200, {
    description: 'The stories.',
    type: enveloped(OwnerExport),
    examples: exportExamples
  })
  @ApiErrors(...exportErrors)
  @Get(':owner/export')
  @Scopes('admin')
  @RateLimit('read')
  async export(
    @Param('owner', OwnerPipe) ofWhom: Owner,
    @Query() { after }: ExportQuery
  ): Promise<OwnerExport> {
    return toOwnerExport(ofWhom, await this.exports.execute(ofWhom, after))
  }

  @ApiRoute({
    id: 'eraseOwner',
    tag: 'admin',
    summary: 'Erase an owner’s stories',
    description:
      'All of them, and the answers kept for their Idempotency-Keys. What they cost stays in the books, as numbers. Needs the scope `admin`, and is on record in the audit log.'
  })
  @ApiPathParam('owner', owner)
  @ApiSuccess(200, {
    description: 'They are gone.',
    type: enveloped(OwnerErasure),
    examples: erasureExamples
  })
  @ApiErrors(...erasureErrors)
  @Delete(':owner')
  @Scopes('admin')
  @RateLimit('read')
  async erase(@Param('owner', OwnerPipe) ofWhom: Owner): Promise<OwnerErasure> {
    return { owner: ofWhom, storiesDeleted: await this.erasure.execute(ofWhom) }
  }
}

import { Controller, Delete, Get, Param, Query, UseInterceptors } from '@nestjs/common'
import type { Owner } from '#core/access/caller.js'
import { Scopes } from '#core/access/scopes.decorator.js'
import { EnvelopeInterceptor } from '#core/http/envelope.interceptor.js'
import { Answer } from '#core/http/openapi/decorators/answer.decorator.js'
import { Answers } from '#core/http/openapi/decorators/answers.decorator.js'
import { enveloped } from '#core/http/openapi/decorators/envelope.js'
import { Operation } from '#core/http/openapi/decorators/operation.decorator.js'
import { PathPart } from '#core/http/openapi/decorators/path-part.decorator.js'
import { plainText } from '#core/http/openapi/decorators/patterns.js'
import { Limited } from '#modules/rate-limit/limited.decorator.js'
import { EraseOwner } from '#modules/stories/library/erase-owner.service.js'
import { ExportOwner } from '#modules/stories/library/export-owner.service.js'
import { ExportQuery } from './dto/export.query.js'
import {
  erasureErrors,
  erasureExamples,
  exampleOwner,
  exportErrors,
  exportExamples
} from './examples/library-examples.js'
import { OwnerErasure, OwnerExport, toOwnerExport } from './dto/owner-data.js'
import { OwnerPipe } from './owner.pipe.js'

const owner = {
  about: 'Whose: `user:`, `key:` or `service:` and an id.',
  maxLength: 16_384,
  pattern: plainText,
  example: exampleOwner
}

/** What an admin may do with everything that is kept of an owner. */
@Controller({ path: 'admin/owners', version: '1' })
@UseInterceptors(EnvelopeInterceptor)
export class OwnerDataController {
  constructor(
    private readonly exports: ExportOwner,
    private readonly erasure: EraseOwner
  ) {}

  @Operation({
    id: 'exportOwner',
    tag: 'admin',
    summary: 'Export an owner’s stories',
    description:
      'At most 100 at a time; `next` says where to go on. Needs the scope `admin`, and is on record in the audit log.'
  })
  @PathPart('owner', owner)
  @Answer(200, {
    about: 'The stories.',
    type: enveloped(OwnerExport),
    examples: exportExamples
  })
  @Answers(...exportErrors)
  @Get(':owner/export')
  @Scopes('admin')
  @Limited('read')
  async export(
    @Param('owner', OwnerPipe) ofWhom: Owner,
    @Query() { after }: ExportQuery
  ): Promise<OwnerExport> {
    return toOwnerExport(ofWhom, await this.exports.execute(ofWhom, after))
  }

  @Operation({
    id: 'eraseOwner',
    tag: 'admin',
    summary: 'Erase an owner’s stories',
    description:
      'All of them, and the answers kept for their Idempotency-Keys. What they cost stays in the books, as numbers. Needs the scope `admin`, and is on record in the audit log.'
  })
  @PathPart('owner', owner)
  @Answer(200, {
    about: 'They are gone.',
    type: enveloped(OwnerErasure),
    examples: erasureExamples
  })
  @Answers(...erasureErrors)
  @Delete(':owner')
  @Scopes('admin')
  @Limited('read')
  async erase(@Param('owner', OwnerPipe) ofWhom: Owner): Promise<OwnerErasure> {
    return { owner: ofWhom, storiesDeleted: await this.erasure.execute(ofWhom) }
  }
}

import { AppError } from '#core/errors/app-error.js'
import { ValidationFailed } from '#core/http/dto/validation.js'
import { closedRouteErrors } from '#core/http/openapi/decorators/closed-route-errors.js'
import { exampleRequestId, exampleStory } from './story-examples.js'
import { NoSuchStory } from '#modules/stories/library/no-such-story.js'
import type { OwnerErasure, OwnerExport } from '#modules/stories/http/dto/owner-data.dto.js'

const requestId = exampleRequestId

export const exampleId = exampleStory.id
export const exampleOwner = 'user:0b5c6f6e-3c53-4bb3-8f4e-2f7f3a6f1d10'

export const listExamples = {
  'the latest': {
    success: true,
    data: {
      results: [exampleStory],
      total: 1,
      pagination: { page: 1, limit: 20, totalPages: 1 }
    },
    requestId
  },
  'no story fits': {
    success: true,
    data: { results: [], total: 0, pagination: { page: 1, limit: 20, totalPages: 0 } },
    requestId
  }
}

const exported: OwnerExport = {
  owner: exampleOwner,
  exportedAt: '2026-11-20T12:00:00.000Z',
  stories: [exampleStory],
  next: null
}

export const exportExamples = { 'all of them': { success: true, data: exported, requestId } }

const erased: OwnerErasure = { owner: exampleOwner, storiesDeleted: 1 }

export const erasureExamples = { 'one story': { success: true, data: erased, requestId } }

const ofCallers: readonly AppError[] = [...closedRouteErrors('Required: create Story')]

const ofAdmins: readonly AppError[] = [
  ...closedRouteErrors('Required: scope admin'),
  new ValidationFailed([
    { field: 'owner', messages: ['must be user:, key: or service: and an id'] }
  ])
]

export const listErrors: readonly AppError[] = [
  ...ofCallers,
  new ValidationFailed([{ field: 'limit', messages: ['must be a whole number from 1 to 100'] }])
]

/** 400 because of the header X-User-ID, as on every route. */
export const storyErrors: readonly AppError[] = [
  ...ofCallers,
  new ValidationFailed([
    { field: 'X-User-ID', messages: ['must be 1 to 128 characters of A-Z a-z 0-9 . _ : @ -'] }
  ]),
  new NoSuchStory()
]

export const exportErrors = ofAdmins
export const erasureErrors = ofAdmins

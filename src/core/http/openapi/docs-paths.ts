import type { OpenAPIObject } from '@nestjs/swagger'
import { serviceVersion } from '#core/config/version.js'
import { toDocumented } from './decorators/api-errors.decorator.js'
import { errorsExtension } from './decorators/extensions.js'
import { versionNumber } from './decorators/patterns.js'

/** Where the documents are served. */
export const docsPage = '/api/docs'
export const docsDocument = '/api/swagger.json'
export const docsShortcut = '/docs'

const open = {
  tags: ['service'],
  security: [],
  [errorsExtension]: [toDocumented('NOT_FOUND')]
}

/** The documents' own routes; they are no controllers, so they are described by hand. */
export function docsPaths(): OpenAPIObject['paths'] {
  return {
    [docsPage]: {
      get: {
        ...open,
        operationId: 'readDocs',
        summary: 'This document, for people',
        description:
          'A page that shows the document and lets you try it. Off, and then 404, with `ENABLE_DOCS=false`.',
        responses: {
          200: {
            description: 'The page.',
            content: {
              'text/html': {
                schema: { type: 'string', maxLength: 100_000, pattern: '<html' },
                example: '<!DOCTYPE html>\n<html lang="en">…</html>'
              }
            }
          }
        }
      }
    },
    [docsDocument]: {
      get: {
        ...open,
        operationId: 'readOpenApi',
        summary: 'This document, for programs',
        description: 'OpenAPI 3.1. Off, and then 404, with `ENABLE_DOCS=false`.',
        responses: {
          200: {
            description: 'The document.',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  description: 'An OpenAPI document (https://spec.openapis.org/oas/v3.1.0).',
                  required: ['openapi', 'info', 'paths'],
                  properties: {
                    openapi: { type: 'string', maxLength: 10, pattern: versionNumber },
                    info: { type: 'object' },
                    paths: { type: 'object' }
                  }
                },
                examples: {
                  document: {
                    summary: 'Its beginning',
                    value: {
                      openapi: '3.1.0',
                      info: { title: 'Jiraiya', version: serviceVersion },
                      paths: {}
                    }
                  }
                }
              }
            }
          }
        }
      }
    },
    [docsShortcut]: {
      get: {
        ...open,
        operationId: 'findDocs',
        summary: 'The way to this document',
        description: 'Off, and then 404, with `ENABLE_DOCS=false`.',
        responses: {
          302: {
            description: 'The page is elsewhere.',
            headers: { Location: { $ref: '#/components/headers/Location' } }
          }
        }
      }
    }
  }
}

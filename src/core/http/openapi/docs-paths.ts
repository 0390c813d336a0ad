import type { OpenAPIObject } from '@nestjs/swagger'
import { serviceVersion } from '#core/config/version.js'
import { toDocumented } from './decorators/api-errors.decorator.js'
import { errorsExtension } from './decorators/extensions.js'
import { versionNumber } from './decorators/patterns.js'

/** Addresses of the documents. */
export const docsPage = '/api/docs'
export const docsDocument = '/api/swagger.json'

/** Addresses at which clients of the Python service look for the documents. */
export const redirects = {
  '/docs': docsPage,
  '/redoc': docsPage,
  '/api/v1/openapi.json': docsDocument
} as const

const open = {
  tags: ['service'],
  security: [],
  [errorsExtension]: [toDocumented('NOT_FOUND')]
}

/** The routes of the documents; they have no controller whose decorators describe them. */
export function docsPaths(title: string): OpenAPIObject['paths'] {
  return {
    [docsPage]: {
      get: {
        ...open,
        operationId: 'readDocs',
        summary: 'Show this document as a page',
        description:
          'Swagger UI, with which the API can be tried. Returns 404 with `ENABLE_DOCS=false`.',
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
        summary: 'Get this document as JSON',
        description: 'OpenAPI 3.1. Returns 404 with `ENABLE_DOCS=false`.',
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
                    summary: 'Beginning of the document',
                    value: {
                      openapi: '3.1.0',
                      info: { title, version: serviceVersion },
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
    '/docs': redirectTo(docsPage, 'findDocs'),
    '/redoc': redirectTo(docsPage, 'findRedoc'),
    '/api/v1/openapi.json': redirectTo(docsDocument, 'findOpenApi')
  }
}

function redirectTo(target: string, operationId: string): OpenAPIObject['paths'][string] {
  return {
    get: {
      ...open,
      operationId,
      summary: `Redirect to ${target}`,
      description: 'Returns 404 with `ENABLE_DOCS=false`.',
      responses: {
        302: {
          description: `Redirect to \`${target}\`.`,
          headers: { Location: { $ref: '#/components/headers/Location' } }
        }
      }
    }
  }
}

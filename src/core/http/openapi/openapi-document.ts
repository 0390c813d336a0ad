import type { INestApplication, Type } from '@nestjs/common'
import type { DocumentBuilder, OpenAPIObject } from '@nestjs/swagger'
import { serviceVersion } from '#core/config/version.js'
import { errorCodes } from '#core/errors/error-codes.js'
import type { DocumentedError } from './decorators/api-errors.decorator.js'
import {
  errorsExtension,
  openBodyExtension,
  requestHeadersExtension,
  legacyDetailExtension,
  takeExtension
} from './decorators/extensions.js'
import { applyDocumented } from './decorators/documented.decorator.js'
import type { RequestHeader, RequestHeaders } from './decorators/api-request-headers.decorator.js'
import type { ApiTexts } from './api-texts.js'
import type { Operation, PathItem } from './document-parts.js'
import { docsPaths } from './docs-paths.js'
import { addErrorResponses, sharedErrorResponses } from './error-responses.js'
import { ErrorResponseDto } from './error-response.dto.js'
import { addSharedHeaders, addParameter, responseHeaders, requestHeaders } from './headers.js'

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const

/** The OpenAPI document of the application's routes; the same for all settings. */
export async function createOpenApiDocument(
  app: INestApplication,
  texts: ApiTexts
): Promise<OpenAPIObject> {
  const swagger = await import('@nestjs/swagger')
  applyDocumented(swagger)
  const found = swagger.SwaggerModule.createDocument(
    app,
    frame(new swagger.DocumentBuilder(), texts),
    {
      autoTagControllers: false,
      extraModels: [ErrorResponseDto, ...texts.errorDetails]
    }
  )
  const {
    paths: documented,
    openapi,
    info,
    servers,
    tags: tagList,
    security,
    components = {}
  } = renamed(found)
  const aliases = aliasPaths(documented, texts.aliases)
  const paths = sorted({ ...documented, ...aliases, ...docsPaths(texts.title) })
  const schemas = sorted(components.schemas ?? {})
  listErrorCodes(schemas)
  addErrorDetails(schemas, texts.errorDetails)
  const { openBodies, headersRead } = complete(paths, texts.examples.correlationId)
  for (const [name, schema] of Object.entries(schemas)) {
    if (!openBodies.has(name)) close(schema)
  }
  return {
    openapi,
    info,
    servers,
    tags: tagList,
    security,
    paths,
    components: {
      headers: responseHeaders(texts.examples),
      parameters: { ...requestHeaders(texts.examples), ...headersRead },
      responses: sharedErrorResponses(texts.examples.correlationId),
      schemas,
      securitySchemes: components.securitySchemes
    }
  }
}

/** The same routes at further addresses. */
function aliasPaths(
  paths: OpenAPIObject['paths'],
  aliases: ApiTexts['aliases']
): OpenAPIObject['paths'] {
  const items = Object.entries(aliases).map(([alias, path]) => {
    const item = structuredClone(paths[path] ?? {})
    for (const operation of operationsOf(item)) operation.operationId += 'AtRoot'
    return [alias, item] as const
  })
  return Object.fromEntries(items)
}

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>

function listErrorCodes({ ErrorInfo: facts }: Schemas): void {
  const code = facts !== undefined && 'properties' in facts ? facts.properties?.['code'] : undefined
  if (code === undefined || !('enum' in code)) throw new Error('ErrorInfo has no list of codes')
  code.enum = [...errorCodes()]
}

/** Moves the fields of the modules' classes into the schema of `details`. */
function addErrorDetails(schemas: Schemas, details: readonly Type[]): void {
  for (const { name } of details) {
    const schema = schemaName(name)
    Object.assign(propertiesOf(schemas, 'ErrorDetails'), propertiesOf(schemas, schema))
    delete schemas[schema]
  }
}

function propertiesOf(schemas: Schemas, name: string): object {
  const schema = schemas[name]
  if (schema === undefined || '$ref' in schema || schema.properties === undefined) {
    throw new Error(`${name} has no properties`)
  }
  return schema.properties
}

function frame(
  builder: DocumentBuilder,
  { title, description, tags, securitySchemes }: ApiTexts
): Omit<OpenAPIObject, 'paths'> {
  builder
    .setOpenAPIVersion('3.1.0')
    .setTitle(title)
    .setVersion(serviceVersion)
    .setDescription(description)
    .addServer('/', 'This server: local, staging or production.', undefined, {
      'x-internal': false
    })
  for (const [name, about] of Object.entries(tags)) builder.addTag(name, about)
  for (const [name, scheme] of Object.entries(securitySchemes)) {
    builder.addSecurity(name, scheme)
    builder.addSecurityRequirements(name)
  }
  const { info, ...rest } = builder.build()
  const { contact: _contact, ...facts } = info
  return { ...rest, info: { ...facts, license } }
}

/** SPDX notation for a licence that is not in its list. */
const license = { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' }

interface Found {
  /** Schemas of bodies that may hold unknown fields. */
  readonly openBodies: ReadonlySet<unknown>
  /** Headers that some routes read. */
  readonly headersRead: RequestHeaders
}

/** Completes every operation. */
function complete(paths: OpenAPIObject['paths'], correlationId: string): Found {
  const names = new Set<string>()
  const openBodies = new Set<unknown>()
  const headersRead: Record<string, RequestHeader> = {}
  for (const [path, item] of Object.entries(paths)) {
    for (const operation of operationsOf(item)) {
      openBodies.add(takeExtension(operation, openBodyExtension))
      operation.operationId = uniqueName(operation.operationId ?? '', path, names)
      sortParameters(operation)
      addParameter(operation, 'RequestId', 'CorrelationId')
      if (operation.security?.length !== 0) addParameter(operation, 'UserId')
      const own = takeExtension(operation, requestHeadersExtension) as RequestHeaders | undefined
      addParameter(operation, ...Object.keys(own ?? {}))
      Object.assign(headersRead, own)
      addErrors(operation, { path, correlationId })
      for (const response of Object.values(operation.responses)) {
        if (response !== undefined && !('$ref' in response)) addSharedHeaders(response)
      }
    }
  }
  return { openBodies, headersRead }
}

/** Schemas are named after their classes, without the suffix. */
function renamed(document: OpenAPIObject): OpenAPIObject {
  const text = JSON.stringify(document)
    .replaceAll(/(#\/components\/schemas\/\w+?)Dto"/g, '$1"')
    .replaceAll(new RegExp(`("${openBodyExtension}":"\\w+?)Dto"`, 'g'), '$1"')
  const copy = JSON.parse(text) as OpenAPIObject
  const schemas = Object.entries(copy.components?.schemas ?? {}).map(
    ([name, schema]) => [schemaName(name), schema] as const
  )
  return { ...copy, components: { ...copy.components, schemas: Object.fromEntries(schemas) } }
}

function schemaName(className: string): string {
  return className.replace(/Dto$/, '')
}

function operationsOf(item: PathItem): readonly Operation[] {
  return methods.map(method => item[method]).filter(operation => operation !== undefined)
}

/** A stable order, because compilers apply parameter decorators in different orders. */
function sortParameters(operation: Operation): void {
  const own = operation.parameters ?? []
  operation.parameters = ['path', 'query'].flatMap(place =>
    own.filter(parameter => 'in' in parameter && parameter.in === place)
  )
}

function addErrors(
  operation: Operation,
  place: { readonly path: string; readonly correlationId: string }
): void {
  const legacyDetail = takeExtension(operation, legacyDetailExtension) === true
  const errors = takeExtension(operation, errorsExtension) ?? []
  addErrorResponses(operation, errors as readonly DocumentedError[], { ...place, legacyDetail })
}

/** Operation ids of further versions of a route end in the version. */
function uniqueName(name: string, path: string, names: Set<string>): string {
  const version = /\/v(\d+)\//.exec(path)?.[1] ?? ''
  const unique = names.has(name) ? `${name}V${version}` : name
  names.add(unique)
  return unique
}

/** Refuses undocumented fields in a schema. */
function close(schema: object): void {
  if ('properties' in schema && !('additionalProperties' in schema)) {
    Object.assign(schema, { additionalProperties: false })
  }
}

function sorted<T>(map: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

import type { OpenAPIObject } from '@nestjs/swagger'

/** The parts of an OpenAPI document by name; its vendor types name only some of them. */
export type PathItem = OpenAPIObject['paths'][string]
export type Operation = NonNullable<PathItem['get']>
export type Response = Exclude<
  Operation['responses'][string],
  undefined | { readonly $ref: string }
>
export type Schema = NonNullable<NonNullable<Response['content']>[string]['schema']>
export type Reference = Extract<Schema, { readonly $ref: string }>

import type * as Swagger from '@nestjs/swagger'

const pending: ((swagger: typeof Swagger) => void)[] = []

/**
 * A decorator of @nestjs/swagger that is applied when the document is built, because loading the package
 * takes a sixth of a start.
 */
export function Documented(
  make: (swagger: typeof Swagger) => MethodDecorator | PropertyDecorator
): MethodDecorator & PropertyDecorator {
  return (target: object, member: string | symbol, descriptor?: PropertyDescriptor): void => {
    pending.push(swagger => {
      Reflect.decorate([make(swagger)], target, member, descriptor)
    })
  }
}

/** In the order in which the classes were loaded, which is the order of fields in the document. */
export function applyDocumented(swagger: typeof Swagger): void {
  for (const apply of pending.splice(0)) apply(swagger)
}

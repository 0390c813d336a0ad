import { Reflector } from '@nestjs/core'
import { publicRoute, Public } from './public.decorator.js'
import { requiredScopes, Scopes } from './scopes.decorator.js'

@Public()
class Open {}

@Scopes('tokens:issue', 'act-as')
class Closed {}

class Undeclared {}

const reflector = new Reflector()

describe('The access decorators', () => {
  it('record which scopes a controller requires', () => {
    expect(reflector.get(requiredScopes, Closed)).toEqual(['tokens:issue', 'act-as'])
    expect(reflector.get(publicRoute, Closed)).toBeUndefined()
  })

  it('record which controllers are public', () => {
    expect(reflector.get(publicRoute, Open)).toBe(true)
  })

  it('record nothing for other controllers, so that the guard rejects their requests', () => {
    expect(reflector.get(requiredScopes, Undeclared)).toBeUndefined()
    expect(reflector.get(publicRoute, Undeclared)).toBeUndefined()
  })
})

import { moderate } from './api/moderations.ts'
import { parseScenario } from './scenario.ts'
import { fillSchema } from './answers/schema-filler.ts'
import { refuseUnstrictSchema } from './answers/strict-schema.ts'

const story = { title: 'T', content: 'C', summary: 'S', tags: ['a', 'b'] }

describe('A filled schema', () => {
  it.each([
    ['the first option that is not null', { anyOf: [{ type: 'null' }, { const: 7 }] }, 7],
    ['numbers by their bounds', { type: 'number', exclusiveMinimum: 4 }, 5],
    ['strings by their length', { type: 'string', minLength: 4, maxLength: 4 }, 'a...'],
    ['an open object as a story', { type: 'object' }, story],
    ['a closed object as nothing', { type: 'object', additionalProperties: false }, {}],
    [
      'tags up to their maximum',
      { properties: { tags: { type: 'array', maxItems: 1 } } },
      { tags: ['a'] }
    ],
    ['unknown types as null', { type: 'mystery' }, null]
  ])('contains %s', (_, schema, expected) => {
    expect(fillSchema(schema, story)).toEqual(expected)
  })

  it('that refers to itself is finite', () => {
    const schema = { type: 'object', properties: { child: { $ref: '#' } } }
    expect(JSON.stringify(fillSchema(schema, story))).toContain('null')
  })
})

describe('A strict schema', () => {
  const closed = (properties: object, required = Object.keys(properties)) => ({
    type: 'object',
    additionalProperties: false,
    required,
    properties
  })

  it.each([
    ['a root that is no object', { type: 'array' }, 'type: "object"'],
    ['an optional property', closed({ a: {} }, []), "Missing 'a'"],
    ['an open object inside', closed({ a: { properties: {} } }), "context=('a')"],
    ['an open object in a list', closed({ a: { items: { properties: {} } } }), "'a', 'items'"],
    ['an open object among options', closed({ a: { anyOf: [{ properties: {} }] } }), "'a', '0'"]
  ])('is rejected for %s', (_, schema, message) => {
    expect(() => refuseUnstrictSchema(schema, 'story')).toThrow(message)
  })

  it('is accepted when closed and complete', () => {
    expect(() => refuseUnstrictSchema(closed({ a: closed({}) }), 'story')).not.toThrow()
  })
})

describe('A moderation', () => {
  it('combines the parts of one input', () => {
    const input = [
      { type: 'text', text: 'tea' },
      { type: 'text', text: 'simulated-hate' },
      { type: 'image_url' }
    ]
    expect(moderate({ input }, '1')).toMatchObject({
      results: [{ flagged: true, categories: { hate: true, 'hate/threatening': false } }]
    })
  })

  it('without input is rejected', () => {
    expect(() => moderate({ input: 3 }, '1')).toThrow("'input'")
  })
})

describe('A scenario', () => {
  it.each([
    ['no object', [], 'JSON object'],
    ['an unknown field', { speed: 1 }, 'speed'],
    ['a seed that is no number', { seed: 'x' }, '"seed"'],
    ['no pace at all', { charsPerSecond: 0 }, 'above 0'],
    ['rules that are no list', { faults: {} }, 'list'],
    ['a rule that is no object', { faults: ['silent'] }, 'object'],
    ['an unknown target', { faults: [{ fault: 'silent', on: 'never' }] }, '"never"'],
    ['a value of another type', { faults: [{ fault: 'silent', value: {} }] }, 'value'],
    ['a negative count', { faults: [{ fault: 'silent', times: -1 }] }, '"times"'],
    ['a model that is not a name', { faults: [{ fault: 'silent', model: 1 }] }, '"model"']
  ])('is rejected for %s', (_, scenario, message) => {
    expect(() => parseScenario(scenario)).toThrow(message)
  })
})

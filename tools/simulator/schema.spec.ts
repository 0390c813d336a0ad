import { moderate } from './api/moderations.ts'
import { parseScenario } from './scenario.ts'
import { fillSchema } from './answers/schema-filler.ts'
import { refuseUnstrictSchema } from './answers/strict-schema.ts'

const story = { title: 'T', content: 'C', summary: 'S', tags: ['a', 'b'] }

describe('a filled schema', () => {
  it.each([
    ['the first option that is not null', { anyOf: [{ type: 'null' }, { const: 7 }] }, 7],
    ['numbers by their bounds', { type: 'number', exclusiveMinimum: 4 }, 5],
    ['strings by their length', { type: 'string', minLength: 4, maxLength: 4 }, 'a...'],
    ['an open object as a story', { type: 'object' }, story],
    ['a closed object as nothing', { type: 'object', additionalProperties: false }, {}],
    [
      'tags as far as they may go',
      { properties: { tags: { type: 'array', maxItems: 1 } } },
      { tags: ['a'] }
    ],
    ['what it does not know as null', { type: 'mystery' }, null]
  ])('holds %s', (_, schema, expected) => {
    expect(fillSchema(schema, story)).toEqual(expected)
  })

  it('of a schema that refers to itself comes to an end', () => {
    const schema = { type: 'object', properties: { child: { $ref: '#' } } }
    expect(JSON.stringify(fillSchema(schema, story))).toContain('null')
  })
})

describe('a strict schema', () => {
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
  ])('is refused for %s', (_, schema, message) => {
    expect(() => refuseUnstrictSchema(schema, 'story')).toThrow(message)
  })

  it('is accepted when closed and complete', () => {
    expect(() => refuseUnstrictSchema(closed({ a: closed({}) }), 'story')).not.toThrow()
  })
})

describe('a moderation', () => {
  it('judges the parts of one input together', () => {
    const input = [
      { type: 'text', text: 'tea' },
      { type: 'text', text: 'simulated-hate' },
      { type: 'image_url' }
    ]
    expect(moderate({ input }, '1')).toMatchObject({
      results: [{ flagged: true, categories: { hate: true, 'hate/threatening': false } }]
    })
  })

  it('without input is refused', () => {
    expect(() => moderate({ input: 3 }, '1')).toThrow("'input'")
  })
})

describe('a scenario', () => {
  it.each([
    ['no object', [], 'JSON object'],
    ['an unknown field', { speed: 1 }, 'speed'],
    ['a seed that is no number', { seed: 'x' }, '"seed"'],
    ['no pace at all', { charsPerSecond: 0 }, 'above 0'],
    ['rules that are no list', { faults: {} }, 'list'],
    ['a rule that is no object', { faults: ['silent'] }, 'object'],
    ['an unknown target', { faults: [{ fault: 'silent', on: 'never' }] }, '"never"'],
    ['a value that is neither', { faults: [{ fault: 'silent', value: {} }] }, 'value'],
    ['a negative count', { faults: [{ fault: 'silent', times: -1 }] }, '"times"'],
    ['a model that is no name', { faults: [{ fault: 'silent', model: 1 }] }, '"model"']
  ])('is refused for %s', (_, scenario, message) => {
    expect(() => parseScenario(scenario)).toThrow(message)
  })
})

import * as fc from 'fast-check'
import { readPlan } from './read-plan.js'

const plan = {
  title: 'The Long Tide',
  outline: [
    { title: 'Ebb', events: 'Mara finds a key.' },
    { title: 'Flood', events: 'The sea takes it back.' }
  ],
  codex: [{ kind: 'person', name: 'Mara', facts: ['is 51 years old'] }]
}

describe('The plan of an answer', () => {
  it('is read, also between words or fences', () => {
    const text = JSON.stringify(plan)
    expect(readPlan(text, 2)).toEqual(plan)
    expect(readPlan(`Here it is:\n\`\`\`json\n${text}\n\`\`\`\n`, 2)).toEqual(plan)
  })

  it('must have the parts that were asked for, and a title', () => {
    expect(readPlan(JSON.stringify(plan), 3)).toBeUndefined()
    expect(readPlan(JSON.stringify({ ...plan, title: ' ' }), 2)).toBeUndefined()
    expect(readPlan(JSON.stringify({ ...plan, outline: 'none' }), 2)).toBeUndefined()
    expect(readPlan(JSON.stringify(plan).slice(0, 80), 2)).toBeUndefined()
    expect(readPlan('[]', 2)).toBeUndefined()
  })

  it('is cleaned: fields of another type and empty entries are left out', () => {
    const codex = [
      null,
      { name: '' },
      { kind: 'ship', name: 'Gull', facts: ['', 3, ' is\u200b old '] }
    ]
    const outline = [...plan.outline, 'x', { title: 'nothing happens' }]
    expect(readPlan(JSON.stringify({ ...plan, codex, outline }), 2)).toEqual({
      ...plan,
      codex: [{ kind: 'object', name: 'Gull', facts: ['is old'] }]
    })
  })

  it('is undefined for any other text', () => {
    const isNone = (text: string): void => {
      expect(readPlan(text, 1)).toBeUndefined()
    }
    fc.assert(fc.property(fc.json(), isNone))
    fc.assert(fc.property(fc.string(), isNone))
  })
})

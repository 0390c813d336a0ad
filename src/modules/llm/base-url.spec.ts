import { baseUrlProblems, isAzureDeployment } from './base-url.js'

const azure = 'https://name.openai.azure.com'

describe('A base URL', () => {
  it.each([
    'https://api.openai.com/v1',
    'https://api.openai.com/v1/',
    'http://127.0.0.1:11434/v1',
    'https://api.deepseek.com',
    'https://generativelanguage.googleapis.com/v1beta/openai/',
    `${azure}/openai/v1`,
    `${azure}/openai/v1?api-version=preview`,
    `${azure}/openai/deployments/writer?api-version=2024-10-21`
  ])('such as %s is accepted', url => {
    expect(baseUrlProblems(url)).toEqual([])
  })

  it.each([
    [
      'https://gateway.example/v1/chat/completions',
      'without the route it is https://gateway.example/v1'
    ],
    ['https://gateway.example/v1/responses/', 'without the route it is https://gateway.example/v1'],
    [
      `${azure}/openai/deployments/writer/chat/completions?api-version=1`,
      `without the route it is ${azure}/openai/deployments/writer?api-version=…`
    ],
    ['https://user:password@gateway.example/v1', 'credentials belong in'],
    ['https://gateway.example/v1?key=secret', 'the only query'],
    ['https://gateway.example/v1#secret', 'the only query'],
    [`${azure}/openai/v1?api-version=1&api-version=2`, 'the only query'],
    [`${azure}/openai/deployments/writer`, 'needs ?api-version=…'],
    [azure, 'ends in /openai/v1 or'],
    ['https://api.openai.com', 'it is https://api.openai.com/v1']
  ])('such as %s is wrong, and what is right is named', (url, problem) => {
    const problems = baseUrlProblems(url)
    expect(problems).toEqual([expect.stringContaining(problem)])
    expect(problems.join()).not.toMatch(/secret|password/)
  })

  it('has every problem named', () => {
    const url = 'https://user:password@api.openai.com/chat/completions?key=secret'
    expect(baseUrlProblems(url)).toHaveLength(4)
  })

  it('of one Azure deployment is recognised', () => {
    const urls = [`${azure}/openai/v1`, `${azure}/openai/deployments/writer?api-version=1`]
    expect(urls.map(isAzureDeployment)).toEqual([false, true])
  })
})

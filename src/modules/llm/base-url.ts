const deploymentPath = /\/openai\/deployments\/[^/]+\/?$/
const routePath = /\/(chat\/completions|completions|responses)\/*$/

/** Whether the URL is the path of one Azure deployment, which takes the key in the header `api-key`. */
export function isAzureDeployment(baseUrl: string): boolean {
  return deploymentPath.test(new URL(baseUrl).pathname)
}

/**
 * What is wrong with OPENAI_BASE_URL. A text may contain host and path of the URL, but neither
 * credentials nor query, which may be secret.
 */
export function baseUrlProblems(baseUrl: string): readonly string[] {
  const url = new URL(baseUrl)
  const path = url.pathname.replace(routePath, '')
  const queries = [...url.searchParams.keys()]
  const isDeployment = deploymentPath.test(path)
  const problems: readonly (readonly [isBroken: boolean, rule: string])[] = [
    [
      path !== url.pathname,
      `without the route it is ${url.origin}${path}${isDeployment ? '?api-version=…' : ''}`
    ],
    [
      url.username !== '' || url.password !== '',
      'credentials belong in OPENAI_API_KEY or OPENAI_HEADERS'
    ],
    [
      url.hash !== '' || queries.some(name => name !== 'api-version') || queries.length > 1,
      'the only query that it may have is one api-version of Azure'
    ],
    [isDeployment && queries.length === 0, 'the path of an Azure deployment needs ?api-version=…'],
    [
      url.hostname === 'api.openai.com' && !/^\/v1\/?$/.test(path),
      'for OpenAI it is https://api.openai.com/v1'
    ],
    [
      url.hostname.endsWith('.openai.azure.com') &&
        !/^\/openai\/v1\/?$/.test(path) &&
        !isDeployment,
      'for Azure it ends in /openai/v1 or /openai/deployments/NAME?api-version=…'
    ]
  ]
  return problems.filter(([isBroken]) => isBroken).map(([, rule]) => rule)
}

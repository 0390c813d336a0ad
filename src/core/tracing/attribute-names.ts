/**
 * Names of OpenTelemetry's semantic conventions 1.45, and our own. The package of the conventions loads
 * all names, so those that are used are written here.
 */
export const attributeNames = {
  errorType: 'error.type',
  errorCode: 'jiraiya.error.code',
  httpMethod: 'http.request.method',
  httpRoute: 'http.route',
  httpStatus: 'http.response.status_code',
  serverAddress: 'server.address',
  serverPort: 'server.port',
  attempt: 'jiraiya.attempt',
  truncated: 'jiraiya.answer.truncated',
  usageReported: 'jiraiya.usage.reported',
  cacheResult: 'jiraiya.cache.result',
  idempotencyResult: 'jiraiya.idempotency.result',
  promptTask: 'jiraiya.prompt.task',
  promptVersion: 'jiraiya.prompt.version',
  wordCount: 'jiraiya.checks.words',
  missingKeywords: 'jiraiya.checks.keywords_missing',
  lengthCheck: 'jiraiya.checks.length'
} as const

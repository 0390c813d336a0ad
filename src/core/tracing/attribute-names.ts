/**
 * Names of OpenTelemetry's semantic conventions 1.45, and our own. Those of GenAI are not stable yet,
 * and its package loads all names there are: so they are written here.
 */
export const attributeNames = {
  errorType: 'error.type',
  errorCode: 'jiraiya.error.code',
  httpMethod: 'http.request.method',
  httpRoute: 'http.route',
  httpStatus: 'http.response.status_code',
  serverAddress: 'server.address',
  serverPort: 'server.port',
  genAiOperation: 'gen_ai.operation.name',
  genAiProvider: 'gen_ai.provider.name',
  genAiRequestModel: 'gen_ai.request.model',
  genAiRequestMaxTokens: 'gen_ai.request.max_tokens',
  genAiRequestStream: 'gen_ai.request.stream',
  genAiResponseModel: 'gen_ai.response.model',
  genAiInputTokens: 'gen_ai.usage.input_tokens',
  genAiOutputTokens: 'gen_ai.usage.output_tokens',
  genAiCachedTokens: 'gen_ai.usage.cache_read.input_tokens',
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

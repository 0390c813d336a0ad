export { AdminCalls, type AuditQuery, type BookedUsageQuery } from './admin-calls.js'
export type {
  CallOptions,
  GenerationOptions,
  JiraiyaClientOptions,
  RetryOptions,
  Secret,
  TimeoutOptions
} from './client-options.js'
export * from './generated/error-classes.js'
export type {
  AuditReport,
  AuditReportList,
  UsageReport,
  BudgetBody,
  PrincipalReport,
  ErrorAnswer,
  ErrorDetails,
  GenerateAnswer,
  GenerateBody,
  HealthReport,
  IssuedToken,
  LivenessReport,
  OwnerBudget,
  OwnerErasure,
  OwnerExport,
  OwnUsage,
  ReadinessReport,
  StartupReport,
  StoryBody,
  StoryDraft,
  StoryResource,
  StoryResourceList,
  TokenRequestBody
} from './generated/types.gen.js'
export { HealthCalls } from './health-calls.js'
export {
  JiraiyaClient,
  type GenerateCommand,
  type GenerationCommand,
  type StoryQuery
} from './jiraiya-client.js'
export {
  ConnectionError,
  ConnectionTimeoutError,
  ForeignAnswerError,
  JiraiyaError,
  UnknownCodeError,
  type ErrorCategory,
  type ErrorReport
} from './jiraiya-error.js'
export type { StoryEvent } from './story-events.js'

export {
  AdminCalls,
  type AllJobsQuery,
  type AuditQuery,
  type BookedUsageQuery
} from './admin-calls.js'
export type { Answer, WithResponse } from './answer.js'
export {
  verifyCertificate,
  type CertificateStatement,
  type CertifiedKeyword,
  type OfflineVerdict
} from './certificate.js'
export type {
  AttemptReport,
  CallOptions,
  GenerationOptions,
  JiraiyaClientOptions,
  ReadOptions,
  RetryOptions,
  Secret,
  TimeoutOptions,
  TokenSource
} from './client-options.js'
export * from './generated/error-classes.js'
export type {
  AuditEvent,
  AuditEventList,
  Batch,
  Book,
  Certificate,
  CertificateVerdict,
  Jwks,
  VerifyCertificate,
  Webhook,
  WebhookList,
  UsageReport,
  SetBudget,
  Principal,
  ErrorResponse,
  ErrorDetails,
  GenerateResponse,
  GenerateRequest,
  Health,
  IssuedToken,
  Job,
  JobList,
  JobRequest,
  Liveness,
  OwnerBudget,
  OwnerErasure,
  OwnerExport,
  OwnUsage,
  PostedDraft,
  Readiness,
  Startup,
  CreateStory,
  Revision,
  RevisionRequest,
  RevisionTree,
  StoryDiff,
  StoryDraft,
  Story,
  StoryList,
  TokenRequest
} from './generated/types.gen.js'
export { BookCalls, type BookChange, type BookCommand, type SectionChange } from './book-calls.js'
export { HealthCalls } from './health-calls.js'
export {
  JobCalls,
  type JobCommand,
  type JobQuery,
  type WaitOptions,
  type WebhookQuery
} from './job-calls.js'
export {
  JiraiyaClient,
  type GenerateCommand,
  type GenerationCommand,
  type StoryQuery
} from './jiraiya-client.js'
export {
  ConnectionError,
  ConnectionTimeoutError,
  UnexpectedResponseError,
  JiraiyaError,
  UnknownCodeError,
  type ErrorCategory,
  type ErrorReport
} from './jiraiya-error.js'
export { RevisionCalls, type RevisionCommand } from './revision-calls.js'
export type { StoryEvent } from './story-events.js'
export { InvalidOptionsError } from './options/invalid-options-error.js'
export { errorForUser, type CredentialOwner, type UserError } from './error-for-user.js'
export {
  sendStory,
  type SendStoryOptions,
  type StoryDelivery,
  type StoryResponse
} from './streaming/send-story.js'
export type { StoryStream } from './streaming/story-stream.js'
export {
  verifyWebhook,
  WebhookVerificationError,
  type WebhookEvent,
  type WebhookHeaders
} from './webhook.js'

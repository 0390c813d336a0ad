/**
 * Attributes of a span: numbers, and words from our own code or settings. Never text of a caller or
 * of another server, a secret, a URL with a query, or an id of a person.
 */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>

export interface StepOptions {
  readonly attributes?: SpanAttributes
  /** Whether the step calls another service. */
  readonly isCall?: boolean
}

/** The ids that a log line carries, under OpenTelemetry's names. */
export interface SpanIds {
  readonly trace_id: string
  readonly span_id: string
}

/** The trace of one request: its span and the spans of its steps. */
export interface RequestTrace {
  /** Runs `work` so that the steps below it belong to this request. */
  run<T>(work: () => T): T
  /** Marks the request as failed. */
  fail(error: unknown): void
  /** @param status undefined when the client disconnected before the response */
  end(status: number | undefined): void
  /** Runs `work` as a step, until it returns or its promise settles. */
  step<T>(name: string, options: StepOptions, work: () => T): T
  /** Adds attributes to the current step, or to the request outside of any step. */
  note(attributes: SpanAttributes): void
  ids(): SpanIds | undefined
  /** Headers by which another service continues the trace. */
  headers(): Readonly<Record<string, string>>
}

import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import { errorForUser, type CredentialOwner } from '../error-for-user.js'
import { JiraiyaError } from '../jiraiya-error.js'

/** What Express and Fastify have in common. */
interface HttpResponse {
  readonly headersSent?: boolean
  readonly sent?: boolean
  status(code: number): HttpResponse
  header(name: string, value: string): unknown
  send(body: object): unknown
}

interface HttpRequest {
  readonly url: string
  readonly originalUrl?: string
}

/**
 * Returns the status of a `JiraiyaError` and Kuybi's error body; see `errorForUser`. Register it with
 * `APP_FILTER`, `useGlobalFilters` or `@UseFilters`.
 */
@Catch(JiraiyaError)
export class JiraiyaExceptionFilter implements ExceptionFilter<JiraiyaError> {
  private readonly credential: CredentialOwner

  /** @param options `credential: 'user'` if the backend sends the tokens of its users */
  constructor({ credential = 'backend' }: { readonly credential?: CredentialOwner } = {}) {
    this.credential = credential
  }

  catch(error: JiraiyaError, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<HttpResponse>()
    if (response.headersSent || response.sent) return
    const { url, originalUrl = url } = host.switchToHttp().getRequest<HttpRequest>()
    const body = errorForUser(error, this.credential)
    const { retryAfter } = body.error
    if (retryAfter !== undefined) response.header('Retry-After', String(Math.ceil(retryAfter)))
    response.status(body.statusCode).send({ ...body, path: originalUrl.split('?', 1).join('') })
  }
}

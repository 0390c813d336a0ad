import { Injectable } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'

type Phase = 'starting' | 'ready' | 'draining' | 'closing'

/** The state of this process (starting, ready, draining) and the number of requests in flight. */
@Injectable()
export class Lifecycle {
  private phase: Phase = 'starting'
  private total = 0
  private open = 0
  private readonly abortListeners: (() => void)[] = []

  constructor(private readonly logger: PinoLogger) {}

  get isReady(): boolean {
    return this.phase === 'ready'
  }

  /** Shutdown has begun. Requests are still served until the server closes. */
  get isDraining(): boolean {
    return this.phase === 'draining' || this.phase === 'closing'
  }

  get isClosing(): boolean {
    return this.phase === 'closing'
  }

  get hasStarted(): boolean {
    return this.phase !== 'starting'
  }

  get requestsTotal(): number {
    return this.total
  }

  get inFlight(): number {
    return this.open
  }

  started(url: string): void {
    this.phase = 'ready'
    this.logger.info({ action: 'started', url }, 'Listening')
  }

  drain(): void {
    this.phase = 'draining'
    this.logger.info({ action: 'draining', inFlight: this.open }, 'Shutting down')
  }

  close(): void {
    this.phase = 'closing'
  }

  /** The listener is called once, when requests in flight must end. */
  onAbortInFlight(listener: () => void): void {
    this.abortListeners.push(listener)
  }

  /** Aborts the requests that are still in flight after the drain period. */
  abortInFlight(): void {
    this.logger.warn(
      { action: 'in_flight_aborted', inFlight: this.open },
      'Aborting the requests in flight'
    )
    for (const listener of this.abortListeners) listener()
  }

  /** Called when the shutdown takes longer than its deadline. */
  shutdownTimedOut(): void {
    this.logger.fatal({ action: 'shutdown_deadline' }, 'Shutdown timed out')
  }

  /** Called for an uncaught error: the state of the process is undefined, so it must exit. */
  failed(error: unknown): void {
    this.logger.fatal(
      { action: 'uncaught_error', err: error },
      'Shutting down after an uncaught error'
    )
  }

  requestBegan(): void {
    this.total++
    this.open++
  }

  requestEnded(): void {
    this.open--
  }
}

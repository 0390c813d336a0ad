import { Injectable } from '@nestjs/common'
import { PinoLogger } from 'nestjs-pino'

type Phase = 'starting' | 'ready' | 'draining' | 'closing'

/** Where this process stands between its start and its end, and how much it is doing. */
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

  /** On its way out; requests are still served until it closes. */
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

  /** Called once, when what still runs has to end. */
  onAbortInFlight(listener: () => void): void {
    this.abortListeners.push(listener)
  }

  /** The time for finishing is over. */
  abortInFlight(): void {
    this.logger.warn(
      { action: 'in_flight_aborted', inFlight: this.open },
      'What still runs is ended'
    )
    for (const listener of this.abortListeners) listener()
  }

  /** What should have ended has not. */
  shutdownTimedOut(): void {
    this.logger.fatal({ action: 'shutdown_deadline' }, 'The time for ending is over')
  }

  /** An error that nobody caught: this process cannot be trusted any more. */
  failed(error: unknown): void {
    this.logger.fatal({ action: 'uncaught_error', err: error }, 'Ending after an uncaught error')
  }

  requestBegan(): void {
    this.total++
    this.open++
  }

  requestEnded(): void {
    this.open--
  }
}

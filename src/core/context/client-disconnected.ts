/** The reason of a request's signal when its caller hung up. */
export class ClientDisconnected extends Error {
  constructor() {
    super('the caller left before the answer was complete')
    this.name = 'ClientDisconnected'
  }
}

/** The abort reason of a request's signal when the client disconnects. */
export class ClientDisconnected extends Error {
  constructor() {
    super('the caller left before the answer was complete')
    this.name = 'ClientDisconnected'
  }
}

import { createSecretKey } from 'node:crypto'
import jwt from 'jsonwebtoken'

const lifetimeSeconds = 3600
/** A token is renewed so long before it expires that no call arrives with an expired one. */
const renewedBeforeSeconds = 600

/** Tokens by which another service knows this one: HS256, for an hour, renewed early. */
export class ServiceToken {
  private readonly key
  private token = ''
  private renewAtSeconds = 0

  constructor(
    secret: string,
    private readonly audience: string
  ) {
    this.key = createSecretKey(Buffer.from(secret))
  }

  current(nowSeconds = Math.floor(Date.now() / 1000)): string {
    if (nowSeconds >= this.renewAtSeconds) {
      const claims = { typ: 'service', iat: nowSeconds, exp: nowSeconds + lifetimeSeconds }
      const names = { issuer: 'jiraiya', subject: 'jiraiya', audience: this.audience }
      this.token = jwt.sign(claims, this.key, { algorithm: 'HS256', ...names })
      this.renewAtSeconds = nowSeconds + lifetimeSeconds - renewedBeforeSeconds
    }
    return this.token
  }
}

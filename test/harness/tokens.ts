import { createHmac } from 'node:crypto'
import jwt, { type JwtPayload } from 'jsonwebtoken'
import { testSecret } from './requests.js'

export const userId = '7d1c2a52-7c2e-4d0e-9d3e-0c8f5a1b2c3d'
export const serviceSecret = 'the-secret-of-services-in-the-tests-of-jiraiya'
export const tokenSecret = 'the-secret-of-issued-tokens-in-the-tests-of-j'

export function nowSeconds(): number {
  return Math.floor(Date.now() / 1000)
}

/** A token as Kuybi signs it; a claim set to undefined is left out. */
export function userToken(claims: JwtPayload = {}, secret: string = testSecret): string {
  return signed(
    { sub: userId, email: 'someone@kuybi.test', role: 'user', exp: nowSeconds() + 600, ...claims },
    secret
  )
}

/** A token as a neighbouring service signs it. */
export function serviceToken(claims: JwtPayload = {}, secret: string = serviceSecret): string {
  const times = { iat: nowSeconds(), exp: nowSeconds() + 300 }
  const names = { typ: 'service', iss: 'kuybi-backend', sub: 'kuybi', aud: 'jiraiya' }
  return signed({ ...names, ...times, ...claims }, secret)
}

/** A token as this service issues it. */
export function issuedToken(claims: JwtPayload = {}, secret: string = tokenSecret): string {
  const names = { iss: 'jiraiya', aud: 'jiraiya', scope: 'stories', sub: userId }
  return signed({ ...names, exp: nowSeconds() + 300, ...claims }, secret)
}

/** Any header over any claims with a right HMAC, as no library would sign it. */
export function handMade(
  header: object,
  claims: object,
  { secret = testSecret, hash = 'sha256' } = {}
): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
  const body = `${encode(header)}.${encode(claims)}`
  return `${body}.${createHmac(hash, secret).update(body).digest('base64url')}`
}

function signed(claims: JwtPayload, secret: string): string {
  const present = Object.entries(claims).filter(([, value]) => value !== undefined)
  return handMade({ alg: 'HS256', typ: 'JWT' }, Object.fromEntries(present), { secret })
}

/** The claims of a token, unverified. */
export function claimsOf(token: string): JwtPayload {
  return jwt.decode(token) as JwtPayload
}

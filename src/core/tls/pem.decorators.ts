import { createPrivateKey, X509Certificate } from 'node:crypto'
import { Structured, type SettingOptions } from '#core/config/setting.decorators.js'

/** Certificates in PEM form, as text or in a file named by `NAME_FILE`. */
export function Certificates(options: SettingOptions<string>): PropertyDecorator {
  const parse = (text: string): string | undefined => (isCertificate(text) ? text : undefined)
  return Structured({ type: 'PEM', rule: 'must be certificates in PEM form', parse }, options)
}

/** An unencrypted private key in PEM form, as text or in a file named by `NAME_FILE`. */
export function PrivateKey(options: SettingOptions<string>): PropertyDecorator {
  const parse = (text: string): string | undefined => (isPrivateKey(text) ? text : undefined)
  const rule = 'must be a private key in PEM form, without a password'
  return Structured({ type: 'PEM, secret', rule, parse, secret: true }, options)
}

function isCertificate(text: string): boolean {
  return succeeds(() => new X509Certificate(text))
}

function isPrivateKey(text: string): boolean {
  return succeeds(() => createPrivateKey(text))
}

function succeeds(work: () => unknown): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}

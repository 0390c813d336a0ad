import type { IncomingMessage } from 'node:http'
import { formFault } from './request-head.js'

type Head = Readonly<Record<string, string>>

/** A request as Node's parser returns it. */
function requestWith(headers: Head, version = '1.1', rawHeaders?: string[]): IncomingMessage {
  const [major, minor] = version.split('.').map(Number)
  const all = { host: 'x', ...headers }
  return {
    httpVersionMajor: major,
    httpVersionMinor: minor,
    headers: all,
    rawHeaders: rawHeaders ?? Object.entries(all).flat()
  } as unknown as IncomingMessage
}

describe('A request head', () => {
  it.each<[string, IncomingMessage]>([
    ['plain', requestWith({})],
    ['HTTP/1.0 without a host', requestWith({}, '1.0', [])],
    ['chunked', requestWith({ 'transfer-encoding': 'Chunked' })],
    ['JSON', requestWith({ 'content-type': 'application/json' })],
    ['JSON in UTF-8', requestWith({ 'content-type': 'application/json; charset="UTF-8"' })],
    ['JSON in utf8', requestWith({ 'content-type': 'application/json;charset=utf8' })],
    ['JSON in ASCII', requestWith({ 'content-type': 'application/json; charset=us-ascii' })],
    ['with the content encoding identity', requestWith({ 'content-encoding': 'identity' })],
    ['with a port', requestWith({ host: '[::1]:8000' })],
    ['with 100 headers', requestWith({}, '1.1', ['host', 'x', ...Array<string>(198).fill('a')])]
  ])('is valid when it is %s', (_, request) => {
    expect(formFault(request)).toBeUndefined()
  })

  it.each<[string, number, IncomingMessage]>([
    ['HTTP/0.9', 400, requestWith({}, '0.9')],
    ['HTTP/2.0 as the version of HTTP/1.1', 400, requestWith({}, '2.0')],
    ['without a host', 400, requestWith({}, '1.1', [])],
    ['with two hosts', 400, requestWith({}, '1.1', ['Host', 'x', 'hOST', 'x'])],
    ['with two hosts in HTTP/1.0', 400, requestWith({}, '1.0', ['Host', 'x', 'Host', 'y'])],
    ['with a path for a host', 400, requestWith({ host: 'x/y' })],
    ['with a space in the host', 400, requestWith({ host: 'x y' })],
    ['with the transfer encoding gzip', 400, requestWith({ 'transfer-encoding': 'gzip, chunked' })],
    ['chunked in HTTP/1.0', 400, requestWith({ 'transfer-encoding': 'chunked' }, '1.0')],
    ['with 101 headers', 431, requestWith({}, '1.1', Array<string>(202).fill('a'))],
    ['compressed', 415, requestWith({ 'content-encoding': 'gzip' })],
    ['compressed twice', 415, requestWith({ 'content-encoding': 'identity, br' })],
    ['JSON in Latin-1', 415, requestWith({ 'content-type': 'application/json; charset=latin1' })],
    ['JSON in UTF-16', 415, requestWith({ 'content-type': 'application/json;charset="utf-16"' })]
  ])('is invalid when it is %s: %i', (_, status, request) => {
    expect(formFault(request)?.status).toBe(status)
  })
})

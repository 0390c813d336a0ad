import { isMalformedUrl, originForm, routableUrl } from './malformed-url.js'

describe('A request URL', () => {
  it.each([
    '/',
    '/api/v1/generate?a=%zz',
    '/a%20b',
    '//evil.example/x',
    '*',
    'ftp://x/y',
    'http://host',
    'http://host/path?query',
    'HTTPS://host:8000/%41'
  ])('%s reaches the router unchanged', url => {
    expect(isMalformedUrl(url)).toBe(false)
    expect(routableUrl(url)).toBe(url)
  })

  it.each([
    '/%zz',
    '/%',
    '/%E0%A4%A?x=1',
    'http://',
    'http:///path',
    'http:path',
    'http://host#fragment',
    'http://host/path#fragment',
    'http://host:99999999/path',
    'http://u:p@[::1/path',
    'http://host/%zz'
  ])('%s is malformed and matches no route', url => {
    expect(isMalformedUrl(url)).toBe(true)
    expect(routableUrl(url)).toBe('/malformed-address')
  })

  it.each([
    ['/path?query', '/path?query'],
    ['http://host:8000/path?query', '/path?query'],
    ['http://host', ''],
    ['//host/path', '//host/path'],
    ['ftp://host/path', 'ftp://host/path'],
    ['*', '*']
  ])('%s has the path and query %s', (url, expected) => {
    expect(originForm(url)).toBe(expected)
  })
})

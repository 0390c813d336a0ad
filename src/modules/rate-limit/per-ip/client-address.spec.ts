import { clientAddress } from './client-address.js'

describe('The client address that a limit counts', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:4711', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::1', '::1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::9]:4711', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['2001:db8:1:3::9', '2001:db8:1:3::/64']
  ])('of %s is %s', (ip, expected) => {
    expect(clientAddress(ip)).toBe(expected)
  })

  it.each([undefined, '', 'unknown', '_hidden', '999.1.1.1', 'x'.repeat(10_000), 'a:1'])(
    'of %j is the one for all clients without a valid address',
    ip => {
      expect(clientAddress(ip)).toBe('unknown')
    }
  )
})

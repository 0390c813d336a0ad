import { PublicAddresses } from './public-addresses.js'

describe('The addresses of webhooks', () => {
  const addresses = new PublicAddresses([{ address: '10.1.0.0', prefix: 16 }])

  it.each([
    '1.1.1.1',
    '93.184.215.14',
    '172.32.0.1',
    '2606:4700::1111',
    '10.1.2.3',
    '::ffff:1.1.1.1'
  ])('include %s', address => {
    expect(addresses.includes(address)).toBe(true)
  })

  it.each([
    '0.0.0.0',
    '10.2.0.1',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '192.168.1.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:192.168.0.1',
    '::ffff:7f00:1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'fd00::1',
    'fe80::1',
    'ff02::1',
    'localhost',
    ''
  ])('do not include %s', address => {
    expect(addresses.includes(address)).toBe(false)
  })
})

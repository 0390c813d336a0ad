import { rightsOf } from './user-profile.js'

const mapping = {
  STORY_ROLES: ['super-admin', 'admin', 'user'],
  ADMIN_ROLES: ['super-admin', 'admin'],
  KUYBI_ROLE_FIELDS: ['role', 'roleInfo.name', 'additionalRoles.name', 'roles.name'],
  KUYBI_PERMISSION_FIELDS: ['permissions', 'roles.permissions']
}

function rights(user: unknown, tokenRole?: unknown): unknown {
  const found = rightsOf({ success: true, data: user }, tokenRole, mapping)
  return found instanceof Set ? [...(found as ReadonlySet<string>)].toSorted() : found
}

describe('The rights in Kuybi’s description of a user', () => {
  it.each([
    ['a role', { role: 'ROLE_USER' }, ['stories']],
    ['a role in an object', { roleInfo: { name: 'Admin' } }, ['admin', 'stories']],
    [
      'an additional role',
      { role: 'guest', additionalRoles: [{ name: 'writer' }, { name: 'user' }] },
      ['stories']
    ],
    [
      'an additional role that is not active',
      { role: 'guest', roles: [{ name: 'user', isActive: false }] },
      []
    ],
    ['an unknown role', { role: 'reporter' }, []],
    [
      'the permission of a custom role',
      { role: 'reporter', permissions: [{ action: 'create', subject: 'Story' }] },
      ['stories']
    ],
    [
      'a permission in a list of roles',
      { roles: [{ name: 'x', permissions: [{ action: 'manage', subject: 'all' }] }] },
      ['stories']
    ],
    [
      'a permission as text',
      { role: 'x', permissions: ['read:Story', 'create:Story'] },
      ['stories']
    ],
    ['no permission to create', { role: 'user', permissions: ['read:Story'] }, []],
    [
      'an inverted permission',
      { role: 'user', permissions: [{ action: 'create', subject: 'Story', inverted: true }] },
      []
    ],
    ['an account that is not active', { role: 'user', isActive: false }, 'inactive']
  ])('are those of %s', (_, user, expected) => {
    expect(rights(user)).toEqual(expected)
  })

  it('are those of the token’s role when the description has no role', () => {
    expect(rights({ id: '1' }, 'user')).toEqual(['stories'])
    expect(rights({ id: '1', role: null }, null)).toEqual([])
  })

  it.each([[null], ['text'], [[]], [7]])('do not exist in %j', user => {
    expect(rights(user, 'user')).toBeUndefined()
  })

  it('may be without Kuybi’s envelope', () => {
    expect(rightsOf({ role: 'user' }, undefined, mapping)).toEqual(new Set(['stories']))
  })
})

import type { Client } from 'pg'
import { admin, ownerOf } from './callers.ts'
import { dataOf, writing, type Call } from './call.ts'

export interface Route {
  readonly name: string
  /** The call with this number; each may be made once. */
  readonly call: (at: number) => Call
  /** How often it is called. Default: eleven times, after two to warm up. */
  readonly once?: boolean
}

/** `user:0` has a fifth of everything; the others have a thousandth of the rest. */
const largest = ownerOf(0)
const usual = ownerOf(8)
/** Owners of which each route that needs fresh ones takes its own. */
const opened = 100
const erased = 200

interface Page {
  readonly pagination: { readonly nextCursor: string | null }
}

/** Every route that reads or writes the growing tables. */
export async function routesOf(
  url: string,
  database: Client,
  share: number
): Promise<readonly Route[]> {
  const today = new Date()
  const { rows } = await database.query<{ id: string }>(
    `SELECT id FROM stories WHERE owner = 'user:7' LIMIT 50`
  )
  const ids = rows.map(({ id }) => id)
  return [
    ...(await lists(url, Math.round(400 * share))),
    ...reports(today),
    ...(await exportsOf(url)),
    ...stories(ids),
    ...budgets(),
    ...generations(),
    {
      name: 'an owner with few stories is erased',
      call: at => ({ method: 'DELETE', path: `admin/owners/user:${erased + at}`, headers: admin })
    },
    {
      name: 'the largest owner is erased',
      once: true,
      call: () => ({ method: 'DELETE', path: 'admin/owners/user:0', headers: admin })
    }
  ]
}

/** First page, late page by number, and late page by cursor of each list. */
async function lists(url: string, latePage: number): Promise<readonly Route[]> {
  const all: readonly (readonly [name: string, path: string, headers: Call['headers']])[] = [
    ['stories of the largest owner', 'stories?limit=20', largest],
    ['stories of the largest owner by title', 'stories?limit=20&sortBy=title', largest],
    ['stories of the largest owner by length', 'stories?limit=20&sortBy=wordCount', largest],
    ['audit log', 'admin/audit?limit=20', admin],
    ['audit log of the largest owner', 'admin/audit?limit=20&owner=user:0', admin],
    ['audit log of one actor', 'admin/audit?limit=20&actor=0', admin],
    ['audit log of one action', 'admin/audit?limit=20&action=story_generated', admin]
  ]
  const routes = all.map(async ([name, path, headers]) => {
    const late = { path: `${path}&page=${latePage}`, headers }
    const { pagination } = await dataOf<Page>(url, late)
    return [
      get(`${name}, first page`, path, headers),
      get(`${name}, page ${latePage}`, late.path, headers),
      get(
        `${name}, page ${latePage + 1} by cursor`,
        `${path}&cursor=${pagination.nextCursor}`,
        headers
      )
    ]
  })
  return [
    ...(await Promise.all(routes)).flat(),
    get('stories of an owner with few', 'stories?limit=20', usual),
    get('stories by a genre that many have', 'stories?genre=fable', largest),
    get('stories by a filter that none match', 'stories?genre=novel&keyword=owl', largest),
    get('audit log of a rare action', 'admin/audit?action=budget_set', admin)
  ]
}

function reports(today: Date): readonly Route[] {
  const day = (before: number): string =>
    new Date(today.getTime() - before * 86_400_000).toISOString().slice(0, 10)
  const ranges = { 'one day': day(0), '30 days': day(30), '14 months': day(425) }
  const ofAll = Object.entries(ranges).flatMap(([range, from]) =>
    ['owner', 'model', 'day'].map(by => {
      const path = `admin/usage?limit=20&groupBy=${by}&from=${from}&to=${day(0)}`
      return get(`usage of all by ${by}, ${range}`, path, admin)
    })
  )
  const ofOwner = `admin/usage?groupBy=day&owner=user:0&from=${day(425)}&to=${day(0)}`
  return [
    get('usage of the largest owner', 'usage', largest),
    get('usage of an owner', 'usage', usual),
    ...ofAll,
    get('usage of all by day, 14 months of the largest owner', ofOwner, admin)
  ]
}

async function exportsOf(url: string): Promise<readonly Route[]> {
  const path = 'admin/owners/user:0/export'
  const { nextCursor } = await dataOf<{ nextCursor: string }>(url, { path, headers: admin })
  return [
    get('export, first batch', path, admin),
    get('export, next batch', `${path}?cursor=${nextCursor}`, admin)
  ]
}

function stories(ids: readonly string[]): readonly Route[] {
  const path = (at: number): string => `stories/${ids[at] ?? ''}`
  return [
    { name: 'a story is read', call: at => ({ path: path(at), headers: ownerOf(7) }) },
    {
      name: 'a story is deleted',
      call: at => ({ method: 'DELETE', path: path(at), headers: ownerOf(7) })
    }
  ]
}

function budgets(): readonly Route[] {
  const path = 'admin/budgets/user:0'
  const body = { dailyUsd: '1000000' }
  return [
    {
      name: 'a budget is set',
      call: () => ({ method: 'PUT', path, headers: admin, body })
    },
    get('the budget of the largest owner', path, admin),
    get('the budget of an owner', 'admin/budgets/user:8', admin),
    {
      name: 'a budget is reset',
      once: true,
      call: () => ({ method: 'DELETE', path, headers: admin })
    }
  ]
}

function generations(): readonly Route[] {
  const known = { ...writing(usual), headers: { ...usual, 'Idempotency-Key': 'the-same' } }
  const cached = writing(usual)
  return [
    { name: 'first story of an owner in a month', call: at => writing(ownerOf(opened + at)) },
    { name: 'generate', call: () => writing(usual) },
    { name: 'generate, largest owner', call: () => writing(largest) },
    { name: 'a story is created', call: () => writing(usual, 'stories') },
    { name: 'a story is streamed', call: () => writing(usual, 'stories/stream') },
    { name: 'cache hit', call: () => cached },
    { name: 'idempotent replay', call: () => known }
  ]
}

function get(name: string, path: string, headers: Call['headers']): Route {
  return { name, call: () => ({ path, headers }) }
}

import { readdir, readFile } from 'node:fs/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import request from 'supertest'
import { parseSettings } from '#core/config/parse-settings.js'
import { studioConfig } from '#modules/studio/studio.config.js'
import { openBrowser } from '../../harness/service/browser.js'
import { eventually } from '../../harness/service/instances.js'
import { testKey } from '../../harness/fixtures/requests.js'
import { startService } from '../../harness/service/service.js'
import { useService } from '../../harness/service/use-service.js'

const service = useService()

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
  "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

describe('The studio', () => {
  it('loads everything from its own origin, under a policy without exceptions', async () => {
    const { status, headers, text } = await request(service.url).get('/studio/')
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer'
    })
    const references = [...text.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)].map(
      ([, url = '']) => url
    )
    expect(references).toEqual(['/studio/studio.css', '/studio/studio.js'])
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/)
  })

  it('is reachable without the trailing slash too', async () => {
    const { status, text, headers } = await request(service.url).get('/studio')
    expect([status, headers['content-security-policy']]).toEqual([200, policy])
    expect(text).toBe((await request(service.url).get('/studio/')).text)
  })

  it('is revalidated each time, and sent only when it has changed', async () => {
    for (const file of ['', 'studio.css', 'studio.js']) {
      const first = await request(service.url).get(`/studio/${file}`)
      expect(first.headers['cache-control']).toBe('no-cache')
      const { etag = '' } = first.headers as { etag?: string }
      const again = await request(service.url).get(`/studio/${file}`).set('If-None-Match', etag)
      expect([etag === '', again.status]).toEqual([false, 304])
    }
  })

  it('rejects other methods than GET and HEAD', async () => {
    const { status, headers, body } = await request(service.url).post('/studio/')
    expect([status, headers['allow']]).toEqual([405, 'GET, HEAD'])
    expect(body.error.code).toBe('METHOD_NOT_ALLOWED')
  })

  it('serves no other files', async () => {
    const others = ['tsconfig.json', '..%2fserve-studio.ts', '%2e%2e/serve-studio.ts', 'nothing']
    for (const path of others) {
      const { status, body } = await request(service.url).get(`/studio/${path}`)
      expect([path, status, body.error?.code]).toEqual([path, 404, 'NOT_FOUND'])
    }
  })

  it('does not exist with ENABLE_STUDIO=false', async () => {
    const other = await startService({ ENABLE_STUDIO: 'false' })
    for (const path of ['/studio', '/studio/', '/studio/studio.js']) {
      const { status, body } = await request(other.url).get(path)
      expect([status, body.error?.code]).toEqual([404, 'NOT_FOUND'])
    }
    await other.close()
  })

  it.each([
    ['development', true],
    ['staging', true],
    ['production', false]
  ])('is by default in %s: %s', (environment, enabled) => {
    const { ENABLE_STUDIO } = parseSettings(studioConfig, { ENVIRONMENT: environment })
    expect(ENABLE_STUDIO).toBe(enabled)
  })

  it('works without the documentation page', async () => {
    const other = await startService({ ENABLE_DOCS: 'false' })
    expect((await request(other.url).get('/studio/studio.js')).status).toBe(200)
    await other.close()
  })

  it('stores nothing and writes no markup', async () => {
    const folder = 'src/modules/studio/page'
    const files = await readdir(folder)
    const texts = await Promise.all(files.map(file => readFile(`${folder}/${file}`, 'utf8')))
    const banned = /(?:local|session)Storage|indexedDB|document\.cookie|innerHTML|insertAdjacent/
    expect(texts.filter(text => banned.test(text))).toEqual([])
    expect(texts.join('')).not.toContain('https://')
  })
})

describe('A user of the studio', () => {
  let browser: Browser
  let context: BrowserContext
  let page: Page
  let complaints: string[]

  // The first run on a machine may have to fetch the browser.
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  beforeEach(async () => {
    complaints = []
    await open({ width: 1280, height: 900 })
  })
  afterEach(async () => {
    await context.close()
    if (complaints.length > 0) throw new Error(`The browser complains: ${complaints.join('; ')}`)
  })

  it('writes a story with the keyboard only, and sees it grow and its check results', async () => {
    service.simulator.setFaults([{ fault: 'slow-stream', value: 15 }])
    await fillWithKeyboard()
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('write')
    await page.keyboard.press('Enter')
    const first = await grownStory(0)
    const second = await grownStory(first)
    expect(await page.getAttribute('#story', 'aria-busy')).toBe('true')
    expect(service.simulator.stats().inFlight).toBe(1)
    expect(await grownStory(second)).toBeGreaterThan(second)
    await statusIs(/^The story is written: \d+ words, all keywords used\.$/)
    expect(await page.textContent('#title')).toMatch(/\w{3}/)
    expect(await page.getAttribute('#story', 'aria-busy')).toBeNull()
    const facts = await factsShown()
    expect(facts).toMatchObject({
      Keywords: 'fox usedlantern used',
      Length: expect.stringMatching(/^\d+ words of 72 to 120: (as asked|within 10 %)$/),
      Cost: expect.stringMatching(/^\$0\.\d+ for \d+ tokens\d+ read, \d+ written$/),
      Model: expect.stringMatching(/./),
      Cached: 'no'
    })
    const kept = await request(service.url)
      .get(`/api/v1/stories/${facts['Story']}`)
      .set('X-API-Key', testKey)
    expect(kept.body.data).toMatchObject({ title: await page.textContent('#title') })
    const paragraphs = await page.locator('#content p').allTextContents()
    expect(paragraphs.join('\n\n')).toBe(kept.body.data.content)
    expect(facts['Request']).toMatch(/^[\w.-]{8,}$/)
  })

  it('finds the key of the link filled in, and removed from the address', async () => {
    await page.goto('about:blank')
    await page.goto(`${service.url}/studio#key=${testKey}`)
    expect(await page.inputValue('#credential')).toBe(testKey)
    expect(page.url()).toBe(`${service.url}/studio`)
  })

  it('gets screen reader announcements of start and end, not of every word', async () => {
    await page.evaluate(`
      window.heard = []
      new MutationObserver(() => heard.push(document.querySelector('#status').textContent))
        .observe(document.querySelector('#status'), { childList: true })`)
    service.simulator.setFaults([{ fault: 'slow-stream', value: 2 }])
    await write({ keywords: 'fox' })
    await statusIs(/is written/)
    expect(await page.evaluate('heard')).toEqual([
      'Keyword fox added.',
      'The story is being written.',
      expect.stringMatching(/is written/)
    ])
    expect(await page.locator('#story[aria-live], #content[aria-live]').count()).toBe(0)
  })

  it('stops a story in the middle: upstream is aborted, and the text stays', async () => {
    service.simulator.setFaults([{ fault: 'slow-stream', value: 25 }])
    await write()
    await grownStory(0)
    await page.focus('#stop')
    await page.keyboard.press('Enter')
    await statusIs(/^Stopped/)
    await service.simulator.waitFor(({ aborted }) => aborted === 1)
    expect((await page.textContent('#content'))?.length).toBeGreaterThan(0)
    expect(await page.textContent('#error')).toBe('')
    // Focus returns to a control after Stop.
    expect(await focused()).toBe('write')
  })

  it('requests another story of the same kind', async () => {
    const sent = requestsSent()
    await write()
    await statusIs(/is written/)
    const first = await factsShown()
    await page.click('#again')
    await eventually(async () => (await factsShown())['Cost'] !== undefined && sent.length === 2)
    await statusIs(/is written/)
    expect((await factsShown())['Story']).not.toBe(first['Story'])
    expect(sent[1]?.headers['cache-control']).toBe('no-cache')
    expect(sent[0]?.headers['cache-control']).toBeUndefined()
    expect(sent[1]?.headers['idempotency-key']).not.toBe(sent[0]?.headers['idempotency-key'])
    expect(sent[1]?.body).toEqual(sent[0]?.body)
  })

  it('retries with the same Idempotency-Key after a lost connection', async () => {
    const sent = requestsSent()
    service.simulator.setFaults([{ fault: 'slow-stream', value: 25, times: 1 }])
    await write()
    await grownStory(0)
    service.app.getHttpServer().closeAllConnections()
    await alertIs(/^The connection broke before the story ended\..*Idempotency-Key/)
    await service.simulator.waitFor(({ aborted }) => aborted === 1)
    complaints = complaints.filter(complaint => !complaint.includes('ERR_'))
    await page.click('#retry')
    await statusIs(/is written/)
    expect(sent).toHaveLength(2)
    expect(sent[1]?.headers['idempotency-key']).toBe(sent[0]?.headers['idempotency-key'])
    expect(await page.textContent('#error')).toBe('')
  })

  it('sees that the key is invalid, and whom to contact', async () => {
    await write({ credential: 'not-the-key' })
    await alertIs(/key.*Code\s*AUTHENTICATION_ERROR \(401\)\s*Request\s*[\w.-]{8,}/)
    expect(await page.isVisible('#retry')).toBe(false)
    expect(await page.isVisible('#story')).toBe(false)
    expectOnlyStatus(401)
  })

  it('can use a token, which is sent as a Bearer token', async () => {
    const sent = requestsSent()
    await page.check('input[value=token]')
    expect(await page.textContent('#credential-label')).toBe('Token')
    await write({ credential: 'Bearer a.b.c' })
    await alertIs(/AUTHENTICATION_ERROR/)
    expect(sent[0]?.headers).toMatchObject({ authorization: 'Bearer a.b.c' })
    expect(sent[0]?.headers).not.toHaveProperty('x-api-key')
    expectOnlyStatus(401)
  })

  it('sees the error beside each invalid field', async () => {
    await page.fill('#language', 'not a language')
    await write()
    await alertIs(/language is not a language tag.*VALIDATION_ERROR \(400\)/)
    expectOnlyStatus(400)
  })

  it('sees when to retry', async () => {
    service.simulator.setFaults([{ fault: 'status-429', value: 120 }])
    await write()
    await alertIs(/Try again in \d+ s\..*AI_UNAVAILABLE \(503\).*Retry-After\s*\d+ s/)
    expect(await page.isVisible('#retry')).toBe(true)
    expectOnlyStatus(503)
  })

  it('sees an error in mid-stream beside the text', async () => {
    service.simulator.setFaults([{ fault: 'cut-stream' }])
    await write()
    await alertIs(/Code\s*AI_\w+ \(50\d\)/)
    expect((await page.textContent('#content'))?.length).toBeGreaterThan(0)
  })

  it('sees the error page of a proxy as an error', async () => {
    await page.route('**/api/v1/stories/stream', route =>
      route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' })
    )
    await write()
    await alertIs(/not the service's own \(HTTP 502\)/)
    expectOnlyStatus(502)
  })

  it('sees the missing keywords', async () => {
    service.simulator.setFaults([{ fault: 'omit-keywords', value: 1 }])
    await write()
    await statusIs(/missing: fox/)
    expect((await factsShown())['Keywords']).toBe('lantern usedfox missing')
  })

  it('copies the draft for Kuybi', async () => {
    await write()
    await statusIs(/is written/)
    await page.focus('#copy')
    await page.keyboard.press('Enter')
    await statusIs(/on the clipboard/)
    const copied: unknown = JSON.parse(await page.evaluate('navigator.clipboard.readText()'))
    expect(copied).toMatchObject({
      title: await page.textContent('#title'),
      type: 'STORY',
      status: 'DRAFT'
    })
  })

  it('finds the draft selected when copying is not allowed', async () => {
    await page.evaluate('delete Navigator.prototype.clipboard')
    await write()
    await statusIs(/is written/)
    await page.click('#copy')
    await statusIs(/selected below/)
    expect(JSON.parse(await page.evaluate('getSelection().toString()'))).toHaveProperty('details')
  })

  it('adds and removes keywords, without duplicates, ten at most', async () => {
    await page.fill('#keyword', 'One, two,ONE')
    await page.keyboard.press('Enter')
    expect(await chips()).toEqual(['One', 'two'])
    await page.keyboard.press('Backspace')
    expect(await chips()).toEqual(['One'])
    await page.press('#keywords button', 'Enter')
    expect([await chips(), await focused()]).toEqual([[], 'keyword'])
    await page.fill('#keyword', Array.from({ length: 11 }, (_, index) => `k${index}`).join(','))
    await page.keyboard.press('Enter')
    expect([(await chips()).length, await page.inputValue('#keyword')]).toEqual([10, 'k10'])
    expect(await page.evaluate('document.querySelector("#keyword").validationMessage')).toMatch(
      /at most 10/
    )
  })

  it('sees what is missing in the form before anything is sent', async () => {
    const sent = requestsSent()
    await page.click('#write')
    expect(await focused()).toBe('credential')
    await page.fill('#credential', testKey)
    await page.click('#write')
    expect(await focused()).toBe('keyword')
    await page.fill('#keyword', 'fox')
    await page.fill('#min-length', '500')
    await page.click('#write')
    expect(await focused()).toBe('min-length')
    expect(sent).toEqual([])
  })

  it('sees markup as text, in the direction of its language', async () => {
    await page.route('**/api/v1/stories/stream', route =>
      route.fulfill({
        contentType: 'text/event-stream',
        body: `event: title\ndata: {"text":"<img src=x onerror=alert(1)>"}\n\nevent: delta\ndata: ${JSON.stringify({ text: '<b>מעשה</b>\n\n* * *\n\nסוף' })}\n\n`
      })
    )
    await page.fill('#language', 'he')
    await write()
    await alertIs(/^The connection ended before the story did/)
    expect(await page.textContent('#title')).toBe('<img src=x onerror=alert(1)>')
    expect(await page.locator('#content p').allTextContents()).toEqual([
      '<b>מעשה</b>',
      '* * *',
      'סוף'
    ])
    expect(await page.getAttribute('#story', 'lang')).toBe('he')
    const direction = 'getComputedStyle(document.querySelector("#content p:last-child")).direction'
    expect(await page.evaluate(direction)).toBe('rtl')
  })

  it('has the key in the field and nowhere else', async () => {
    await write()
    await statusIs(/is written/)
    const places = await page.evaluate<string>(
      'JSON.stringify([location.href, {...localStorage}, {...sessionStorage}, document.cookie, document.documentElement.outerHTML])'
    )
    expect(places).not.toContain(testKey)
    await page.reload()
    expect(await page.inputValue('#credential')).toBe('')
  })

  it.each([
    { width: 360, height: 740 },
    { width: 320, height: 640 }
  ])('needs no horizontal scrolling on a phone $width wide', async size => {
    await context.close()
    await open(size)
    service.simulator.setFaults([{ fault: 'slow-stream', value: 10 }])
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await write({ keywords: 'fox, an-uncommonly-long-keyword-that-fills-the-line, lantern' })
    await grownStory(40)
    const resultAt = (await page.locator('#result').boundingBox())?.y
    await statusIs(/is written/)
    await page.click('summary')
    const width = await page.evaluate('document.documentElement.scrollWidth')
    expect(width).toBe(size.width)
    // Large enough for a finger.
    for (const id of ['write', 'stop', 'again', 'copy']) {
      expect((await page.locator(`#${id}`).boundingBox())?.height).toBeGreaterThanOrEqual(44)
    }
    // The story comes into view, since the form is above it.
    expect(resultAt).toBeLessThan(size.height / 2)
  })

  it.each(['light', 'dark'] as const)(
    'has enough contrast in the %s colour scheme',
    async colorScheme => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      service.simulator.setFaults([{ fault: 'omit-keywords', value: 1 }])
      await write()
      await statusIs(/is written/)
      expect(await page.evaluate(contrastProblems)).toEqual([])
      await write({ credential: 'wrong' })
      await alertIs(/401/)
      expect(await page.evaluate(contrastProblems)).toEqual([])
      expectOnlyStatus(401)
    }
  )

  it('finds a label for every field, and headings in order', async () => {
    const nameless = await page.evaluate(
      '[...document.querySelectorAll("input, select")].filter(e => !e.labels?.length).map(e => e.id)'
    )
    expect(nameless).toEqual([])
    expect(await page.getByRole('group', { name: 'Credential' }).count()).toBe(1)
    expect(await page.getByRole('group', { name: 'Story' }).count()).toBe(1)
    expect(await page.locator('h1').count()).toBe(1)
  })

  async function open(viewport: { width: number; height: number }): Promise<void> {
    context = await browser.newContext({ viewport })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    page = await context.newPage()
    page.setDefaultTimeout(8000)
    await page.addInitScript(
      'addEventListener("securitypolicyviolation", e => console.error("CSP: " + e.violatedDirective))'
    )
    page.on('console', message => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', error => complaints.push(String(error)))
    page.on('request', sent => {
      const url = sent.url()
      if (!url.startsWith(service.url) && !url.startsWith('data:')) complaints.push(url)
    })
    await page.goto(`${service.url}/studio`)
  }

  async function write({ credential = testKey, keywords = 'fox, lantern' } = {}): Promise<void> {
    await page.fill('#credential', credential)
    await page.fill('#keyword', keywords)
    await page.keyboard.press('Enter')
    await page.fill('#max-length', '120')
    await page.click('#write')
  }

  /** From the top of the page to the last field, in the order in which the focus goes. */
  async function fillWithKeyboard(): Promise<void> {
    const { keyboard } = page
    await keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.value')).toBe('key')
    await keyboard.press('Tab')
    await keyboard.type(testKey)
    await keyboard.press('Tab')
    await keyboard.type('fox,lantern')
    await keyboard.press('Enter')
    await keyboard.press('Tab')
    expect(await focused()).toBe('genre')
    await keyboard.type('fairy tale')
    await keyboard.press('Tab')
    await keyboard.type('hum')
    await keyboard.press('Tab')
    expect(await focused()).toBe('audience')
    await keyboard.press('Tab')
    await keyboard.press('Tab')
    expect(await focused()).toBe('max-length')
    await keyboard.type('120')
    await keyboard.press('Tab')
    await keyboard.type('en')
    expect(await page.inputValue('#tone')).toBe('humorous')
  }

  function focused(): Promise<string> {
    return page.evaluate('document.activeElement.id')
  }

  function chips(): Promise<readonly string[]> {
    return page.locator('#keywords bdi').allTextContents()
  }

  /** The length of the story after it has grown this number of times. */
  /** The length of the story once it is longer than before. */
  async function grownStory(before: number): Promise<number> {
    const read = (): Promise<number> =>
      page.evaluate('document.querySelector("#content").textContent.length')
    await eventually(async () => (await read()) > before)
    return read()
  }

  async function statusIs(pattern: RegExp): Promise<void> {
    await page.locator('#status').filter({ hasText: pattern }).waitFor()
  }

  async function alertIs(pattern: RegExp): Promise<void> {
    await page.locator('#error').filter({ hasText: pattern }).waitFor()
  }

  async function factsShown(): Promise<Readonly<Record<string, string>>> {
    const rows = await page.locator('#facts > div').all()
    const entries = rows.map(async row => {
      const [name = '', text = ''] = await row.locator('dt, dd').allTextContents()
      return [name, text] as const
    })
    return Object.fromEntries(await Promise.all(entries))
  }

  function requestsSent() {
    const sent: { headers: Readonly<Record<string, string>>; body: unknown }[] = []
    page.on('request', one => {
      if (one.method() === 'POST') sent.push({ headers: one.headers(), body: one.postDataJSON() })
    })
    return sent
  }

  /** The browser logs every failed request in its console. */
  function expectOnlyStatus(status: number): void {
    expect(complaints).toEqual([expect.stringContaining(`status of ${status}`)])
    complaints = []
  }
})

/** Text with a contrast below the 4.5 to 1 that WCAG 2.2 AA requires. */
const contrastProblems = `(() => {
  const channels = color => color.match(/[\\d.]+/g).map(Number)
  const luminance = color => {
    const [r, g, b] = channels(color).map(c => c / 255)
      .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const isClear = color => channels(color)[3] === 0
  const behind = element => {
    const { backgroundColor } = getComputedStyle(element)
    return isClear(backgroundColor) ? behind(element.parentElement) : backgroundColor
  }
  const problems = []
  for (const element of document.querySelectorAll('body *')) {
    const hasText = [...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())
    if (!(hasText || element.matches('input')) || !element.checkVisibility()) continue
    const [a, b] = [getComputedStyle(element).color, behind(element)].map(luminance)
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (ratio < 4.5) problems.push(element.outerHTML.slice(0, 80) + ' ' + ratio.toFixed(2))
  }
  return problems
})()`

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createSSRApp, effectScope, watch, type Component, type EffectScope } from 'vue'
import { compileScript, parse } from 'vue/compiler-sfc'
import { renderToString } from 'vue/server-renderer'
import { useStory } from '../../docs/examples/use-story.ts'
import { errorCatalogue } from '../../src/app.errors.js'
import { storyRequest } from '../harness/fixtures/requests.js'
import { nowSeconds, userToken } from '../harness/fixtures/tokens.js'
import { useService } from '../harness/service/use-service.js'

const component = 'docs/examples/StoryStream.vue'
const service = useService({ OPENAI_MAX_RETRIES: '0', CIRCUIT_BREAKER_FAILURE_THRESHOLD: '1000' })

/** The composable in an effect scope, as a component has it from its setup to its unmount. */
class Mounted {
  readonly scope: EffectScope = effectScope()
  readonly story: ReturnType<typeof useStory>
  loggedOut = 0

  constructor(token: string = userToken()) {
    const jiraiya = { url: service.url, token: () => token }
    const story = this.scope.run(() => useStory(jiraiya, () => void this.loggedOut++))
    if (!story) throw new Error('the scope has ended')
    this.story = story
  }

  /** Resolves when the content has grown this number of times. */
  readonly grown = async (times: number): Promise<void> => {
    await new Promise<void>(done => {
      let left = times
      const grows = (): void => void (--left === 0 && done())
      this.scope.run(() => watch(this.story.content, grows, { flush: 'sync' }))
    })
  }
}

describe('A Vue component with useStory', () => {
  it('shows a story as it grows, and the complete story at the end', async () => {
    const { story, grown } = new Mounted()
    service.simulator.setFaults([{ fault: 'slow-stream', value: 5 }])
    const written = story.write(storyRequest({ maxLength: 100 }))
    expect(story.isWriting.value).toBe(true)
    await grown(3)
    const early = story.content.value
    expect(story.story.value).toBeUndefined()
    await written
    expect(story.content.value.length).toBeGreaterThan(early.length)
    expect(story.content.value.startsWith(early)).toBe(true)
    expect(story.isWriting.value).toBe(false)
    expect(story.story.value).toMatchObject({
      title: story.title.value,
      content: story.content.value
    })
  })

  it('aborts the story with its button, and keeps the text that has arrived', async () => {
    const { story, grown } = new Mounted()
    service.simulator.setFaults([{ fault: 'slow-stream', value: 20 }])
    const written = story.write(storyRequest())
    await grown(2)
    story.stop()
    await written
    expect(story.content.value).not.toBe('')
    expect([story.isWriting.value, story.problem.value, story.story.value]).toEqual([
      false,
      '',
      undefined
    ])
    expect((await service.simulator.waitFor(stats => stats.aborted === 1)).aborted).toBe(1)
  })

  it('aborts the story when it is unmounted', async () => {
    const { story, scope, grown } = new Mounted()
    service.simulator.setFaults([{ fault: 'slow-stream', value: 20 }])
    const written = story.write(storyRequest())
    await grown(2)
    scope.stop()
    await written
    expect((await service.simulator.waitFor(stats => stats.aborted === 1)).aborted).toBe(1)
  })

  it('shows the latest request only', async () => {
    const { story, grown } = new Mounted()
    service.simulator.setFaults([{ fault: 'slow-stream', value: 20, times: 1 }])
    const first = story.write(storyRequest())
    await grown(2)
    const second = story.write({ keywords: ['heron'], genre: 'fable', maxLength: 100 })
    await first
    expect(story.isWriting.value).toBe(true)
    await second
    expect(story.story.value).toMatchObject({
      keywordsUsed: ['heron'],
      content: story.content.value
    })
  })

  it('shows the error beside the text that has arrived, and when to retry', async () => {
    const { story } = new Mounted()
    service.simulator.setFaults([{ fault: 'cut-stream', times: 1 }])
    await story.write(storyRequest())
    expect(story.problem.value).toBe(errorCatalogue.AI_UNAVAILABLE.message)
    expect(story.tryAgainAfterSeconds.value).toBeGreaterThan(0)
    expect(story.content.value).not.toBe('')
    await story.write(storyRequest())
    expect([story.problem.value, story.tryAgainAfterSeconds.value]).toEqual(['', undefined])
  })

  it('shows the text of a 403 without a retry', async () => {
    const { story } = new Mounted(userToken({ role: 'guest' }))
    await story.write(storyRequest())
    expect(story.problem.value).toBe('Insufficient permissions. Required: create Story')
    expect(story.tryAgainAfterSeconds.value).toBeUndefined()
  })

  it('logs the user out only when the token is invalid', async () => {
    const late = new Mounted(userToken({ exp: nowSeconds() - 60 }))
    await late.story.write(storyRequest())
    expect([late.loggedOut, late.story.problem.value]).toEqual([1, ''])
    const mounted = new Mounted()
    const { story } = mounted
    service.simulator.setFaults([{ fault: 'status-401' }])
    await story.write(storyRequest())
    expect([mounted.loggedOut, story.problem.value]).toEqual([
      0,
      expect.stringContaining('the operator of this service corrects it')
    ])
  })
})

describe('The component in the documentation', () => {
  it('is identical to the tested file', async () => {
    const page = await readFile('docs/integration.md', 'utf8')
    const shown = Array.from(page.matchAll(/^```vue\n(.*?)^```$/gms), ([, code]) => code)
    expect(shown).toEqual([await readFile(component, 'utf8')])
  })

  it('compiles, and renders its form', async () => {
    const rendered = await compiled(component)
    const app = createSSRApp(rendered, { url: service.url, token: () => userToken() })
    const html = await renderToString(app)
    expect(html).toContain('<button type="submit">Write</button>')
    expect(html).toContain('value="fox, lantern"')
    expect(html).toContain('<article aria-busy="false">')
    expect(html).not.toContain('role="alert"')
  })
})

/** Compiles the file as a bundler does. Its imports are resolved from its own folder. */
async function compiled(file: string): Promise<Component> {
  const { descriptor, errors } = parse(await readFile(file, 'utf8'), { filename: file })
  expect(errors).toEqual([])
  const { content } = compileScript(descriptor, {
    id: 'story-stream',
    inlineTemplate: true,
    templateOptions: { ssr: true, ssrCssVars: [] }
  })
  const require = createRequire(import.meta.url)
  const code = stripTypeScriptTypes(content)
    .replaceAll(
      /from (['"])vue\/server-renderer\1/g,
      `from '${urlOf(require.resolve('vue/server-renderer'))}'`
    )
    .replaceAll(/from (['"])vue\1/g, `from '${urlOf(require.resolve('vue'))}'`)
    .replaceAll('./use-story.ts', urlOf(resolve('docs/examples/use-story.ts')))
  const folder = await mkdtemp(join(tmpdir(), 'vue-'))
  try {
    const module = join(folder, 'component.mjs')
    await writeFile(module, code)
    return ((await import(urlOf(module))) as { default: Component }).default
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function urlOf(path: string): string {
  return pathToFileURL(path).href
}

import { glob, readFile, rm, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments } from 'yaml'
import { builtParser } from '../built.ts'
import { report, runGate } from './gates.ts'

/**
 * `node tools/checks/manifests.ts FOLDER` checks what Helm rendered of helm/jiraiya: one YAML file for
 * each set of values, written by .github/scripts/lint-chart.sh. The types of the Kubernetes API refuse an
 * unknown field. The rest is what only all manifests of a set show: names and labels match, the service
 * accepts its settings, pods meet the restricted Pod Security Standard, times and memory add up.
 */

type Tree = Readonly<Record<string, unknown>>

interface Manifest extends Tree {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly labels?: Tree
    readonly annotations?: Readonly<Record<string, string>>
  }
}

/** What Helm rendered for one set of values. */
interface ManifestSet {
  readonly claim: (holds: boolean, problem: string) => void
  readonly ofKind: (...kinds: readonly string[]) => readonly Manifest[]
}

/** The module of a kind's type, if it is not kubernetes-models/<apiVersion>. */
const modules: Readonly<Record<string, string | undefined>> = {
  'monitoring.coreos.com/v1': '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1',
  // No package has the types of the External Secrets Operator.
  'external-secrets.io/v1': undefined
}
const restricted: Tree = {
  runAsNonRoot: true,
  runAsUser: 10001,
  seccompProfile: { type: 'RuntimeDefault' },
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] }
}
/** Valid values for the strict environments; nothing uses them. */
const secrets = {
  DATABASE_URL: 'postgres://a:b@c/d',
  JWT_SECRET: 'b7f1c0a29e4d4c7d8a35f0c61d9e2b84',
  OPENAI_API_KEY: 'of-the-manifest-check'
}

/** A field that Kubernetes does not know; the check must report it. */
const planted =
  ";({ spec: { selektor: {} } }) satisfies import('kubernetes-models/policy/v1').IPodDisruptionBudget"

const problems: string[] = []
const parseSettings = await builtParser()
const metrics = await readFile('docs/metrics.md', 'utf8')
const routes = await readFile('docs/openapi.json', 'utf8')
const rendered = new Map<string, readonly Manifest[]>()
for await (const file of glob(`${process.argv[2] ?? '.'}/*.yaml`))
  rendered.set(basename(file, '.yaml'), manifestsOf(file, await readFile(file, 'utf8')))
if (rendered.size === 0) problems.push('manifests: the folder has none')
await checkTypes()
for (const [name, manifests] of rendered) checkSet(name, manifests)
report(problems)
process.stdout.write(
  `checked ${[...rendered.values()].flat().length} manifests of ${rendered.size} sets of values\n`
)

function manifestsOf(file: string, text: string): readonly Manifest[] {
  const documents = parseAllDocuments(text)
  for (const { message } of documents.flatMap(({ errors }) => errors))
    problems.push(`${file}: ${message}`)
  return documents.map(one => one.toJS() as Manifest | null).filter(one => one !== null)
}

function checkSet(set: string, manifests: readonly Manifest[]): void {
  const claim = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(`${set}: ${problem}`)
  }
  const ofKind = (...kinds: readonly string[]): readonly Manifest[] =>
    manifests.filter(({ kind }) => kinds.includes(kind))
  const checked = { claim, ofKind }
  claim(new Set(manifests.map(titleOf)).size === manifests.length, 'two manifests have one name')
  const [deployment] = ofKind('Deployment')
  const [service] = ofKind('Service')
  if (deployment === undefined || service === undefined) return claim(false, 'no service')
  const needsCrd = manifests.some(({ apiVersion }) => /external-sec|coreos/.test(apiVersion))
  claim(set !== 'values' || !needsCrd, 'the default values need a CRD')
  for (const owner of [deployment, ...ofKind('Job')]) checkPod(checked, owner)
  checkLabels(checked, deployment, service)
  checkPorts(checked, deployment, service)
  checkDeployment(checked, deployment)
}

function checkPod(set: ManifestSet, owner: Manifest): void {
  const { claim } = set
  const where = titleOf(owner)
  const container = tree(owner, 'spec.template.spec.containers.0')
  const security: Tree = {
    ...tree(owner, 'spec.template.spec.securityContext'),
    ...tree(container, 'securityContext')
  }
  for (const [field, value] of Object.entries(restricted)) {
    const wanted = JSON.stringify(value)
    claim(JSON.stringify(security[field]) === wanted, `${where}: ${field} is not ${wanted}`)
  }
  const mountsToken = at(owner, 'spec.template.spec.automountServiceAccountToken')
  claim(mountsToken === false, `${where} mounts a token`)
  const image = String(container['image'])
  claim(/(:\d|@sha256:)/.test(image), `${where} has an image without a version`)
  const isBounded = ['limits.memory', 'requests.cpu'].every(
    path => at(container, `resources.${path}`) !== undefined
  )
  claim(isBounded, `${where} has no limits`)
  try {
    checkSettings(set, owner, parseSettings({ ...secrets, ...environmentOf(set, owner) }))
  } catch (error) {
    claim(false, `${where}: ${(error as Error).message}`)
  }
}

/** The pod has as much time to end as its settings need. */
function checkSettings({ claim }: ManifestSet, owner: Manifest, settings: Tree): void {
  if (isHook(owner)) return
  const where = titleOf(owner)
  const pod = tree(owner, 'spec.template.spec')
  const delay = Number(at(pod, 'containers.0.lifecycle.preStop.exec.command.1') ?? 0)
  const times = ['SHUTDOWN_DELAY', 'SHUTDOWN_TIMEOUT'].map(name => Number(settings[name]))
  const needed = times.reduce((sum, each) => sum + each, delay)
  const grace = Number(pod['terminationGracePeriodSeconds'])
  claim(grace > needed, `${where} is killed after ${grace} s, it needs ${needed}`)
  const port = at(pod, 'containers.0.ports.0.containerPort')
  claim(port === settings['PORT'], `${where} does not listen on ${String(port)}`)
  claim(Number(settings['TRUST_PROXY_HOPS']) >= 1, `${where} takes the proxy for its client`)
}

function environmentOf({ claim, ofKind }: ManifestSet, owner: Manifest): NodeJS.ProcessEnv {
  const sources = list(owner, 'spec.template.spec.containers.0.envFrom').map(from => {
    const kind = 'configMapRef' in from ? 'ConfigMap' : 'Secret'
    const name = at(from, 'configMapRef.name') ?? at(from, 'secretRef.name')
    const source = ofKind(kind).find(({ metadata }) => metadata.name === name)
    const title = `${titleOf(owner)}: ${kind} ${String(name)}`
    // A Secret may exist already, or an ExternalSecret makes it.
    claim(source !== undefined || kind === 'Secret', `${title} does not exist`)
    const weight = Number(source?.metadata.annotations?.['helm.sh/hook-weight'] ?? 0)
    const isInTime = source === undefined || (isHook(owner) ? weight < 0 : !isHook(source))
    claim(isInTime, `${title} is created too late`)
    return [tree(source, 'data'), tree(source, 'stringData')]
  })
  return Object.assign({}, ...sources.flat()) as NodeJS.ProcessEnv
}

function checkLabels({ claim, ofKind }: ManifestSet, owner: Manifest, target: Manifest): void {
  const pods = tree(owner, 'spec.template.metadata.labels')
  const selectors = [
    tree(owner, 'spec.selector.matchLabels'),
    tree(target, 'spec.selector'),
    ...list(owner, 'spec.template.spec.topologySpreadConstraints')
      .concat(
        ofKind('PodDisruptionBudget').map(one => ({ labelSelector: at(one, 'spec.selector') }))
      )
      .map(one => tree(one, 'labelSelector.matchLabels'))
  ]
  for (const selector of selectors)
    claim(selects(selector, pods), `${JSON.stringify(selector)} selects no pod`)
  const [job] = ofKind('Job')
  for (const policy of ofKind('NetworkPolicy')) {
    const labels = isHook(policy) ? job && tree(job, 'spec.template.metadata.labels') : pods
    const isMatch =
      labels === undefined || selects(tree(policy, 'spec.podSelector.matchLabels'), labels)
    claim(isMatch, `${titleOf(policy)} selects no pod`)
  }
  for (const monitor of ofKind('ServiceMonitor'))
    claim(
      selects(tree(monitor, 'spec.selector.matchLabels'), target.metadata.labels ?? {}),
      'the ServiceMonitor does not select the Service'
    )
}

function checkPorts({ claim, ofKind }: ManifestSet, owner: Manifest, target: Manifest): void {
  const container = tree(owner, 'spec.template.spec.containers.0')
  const inside = new Set(list(container, 'ports').map(({ name }) => name))
  const outside = list(target, 'spec.ports')
  const names = new Set(outside.map(({ name }) => name))
  for (const { targetPort } of outside)
    claim(inside.has(targetPort), `the Service names the port ${String(targetPort)}`)
  for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
    const { path, port } = tree(container, `${probe}.httpGet`)
    claim(routes.includes(`"${String(path)}"`) && inside.has(port), `${probe}: ${String(path)}`)
  }
  for (const { port, path } of ofKind('ServiceMonitor').flatMap(one => list(one, 'spec.endpoints')))
    claim(path === '/metrics' && names.has(port), `Prometheus reads ${String(path)}`)
  const rules = ofKind('Ingress').flatMap(one => list(one, 'spec.rules'))
  for (const one of rules.flatMap(rule => list(rule, 'http.paths'))) {
    claim(
      /^\/(api\/v1\/(?!health)[a-z]+|\.well-known\/jwks\.json)$/.test(String(one['path'])),
      `Ingress: ${String(one['path'])}`
    )
    const { name, port } = tree(one, 'backend.service')
    const isFound = name === target.metadata.name && names.has(at(port, 'name'))
    claim(isFound, `the Ingress names the Service ${String(name)}`)
  }
}

function checkDeployment({ claim, ofKind }: ManifestSet, owner: Manifest): void {
  const template = tree(owner, 'spec.template')
  const container = tree(template, 'spec.containers.0')
  const options = list(container, 'env').find(({ name }) => name === 'NODE_OPTIONS')?.['value']
  const heap = Number(/^--max-old-space-size=(\d+)$/.exec(String(options))?.[1])
  const limit = /^(\d+)(Mi|Gi)$/.exec(String(at(container, 'resources.limits.memory')))
  const memory = Number(limit?.[1]) * (limit?.[2] === 'Gi' ? 1024 : 1)
  claim(heap > memory / 2 && heap < memory * 0.8, `a heap of ${heap} MiB in ${memory} MiB`)
  const checksum = String(tree(template, 'metadata.annotations')['checksum/config'])
  claim(/^[\da-f]{64}$/.test(checksum), 'changed settings do not restart the pods')
  const account = ofKind('ServiceAccount').find(
    ({ metadata }) => metadata.name === at(template, 'spec.serviceAccountName')
  )
  claim(account?.['automountServiceAccountToken'] === false, 'the ServiceAccount has a token')
  for (const scaler of ofKind('HorizontalPodAutoscaler')) {
    const target = at(scaler, 'spec.scaleTargetRef.name')
    claim(target === owner.metadata.name, 'the autoscaler does not name the Deployment')
    claim(at(owner, 'spec.replicas') === undefined, 'the Deployment overrides the autoscaler')
    for (const name of list(scaler, 'spec.metrics').map(one => at(one, 'pods.metric.name')))
      claim(
        name === undefined || metrics.includes(`| \`${name as string}\``),
        `there is no metric ${JSON.stringify(name)}`
      )
  }
}

/** A TypeScript literal may not have a property that its type does not have. */
async function checkTypes(): Promise<void> {
  const isPlanted = (line: string | undefined): boolean => Number(line) > titles.length
  const titles: string[] = []
  const lines: string[] = []
  for (const [set, manifests] of rendered)
    for (const one of manifests) {
      const { apiVersion, kind } = one
      const home = apiVersion in modules ? modules[apiVersion] : `kubernetes-models/${apiVersion}`
      if (home === undefined) continue
      titles.push(`${set}: ${titleOf(one)}`)
      lines.push(`;(${JSON.stringify(one)}) satisfies import('${home}').I${kind}`)
    }
  // Beside the packages with the types, so that they are found.
  const file = fileURLToPath(new URL('../kubernetes/rendered-manifests.ts', import.meta.url))
  await writeFile(file, [...lines, planted].join('\n'))
  const flags = ['--noEmit', '--strict', '--skipLibCheck', '--ignoreConfig', '--module', 'nodenext']
  const { code, output } = await runGate('typescript/bin/tsc', [...flags, file])
  await rm(file)
  const found = [...output.matchAll(/\((\d+),\d+\): (.*)/g)]
  if (code !== 0 && found.length === 0) problems.push(output)
  const isSharp = found.some(
    ([, line, message]) => isPlanted(line) && /selektor/.test(message ?? '')
  )
  if (!isSharp) problems.push(`manifests: an unknown field is not reported:\n${output}`)
  for (const [, line, message] of found)
    if (!isPlanted(line)) problems.push(`${titles[Number(line) - 1]}: ${message}`)
}

function titleOf({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.name}`
}

function isHook({ metadata }: Manifest): boolean {
  return metadata.annotations?.['helm.sh/hook'] !== undefined
}

function selects(wanted: Tree, labels: Tree): boolean {
  const pairs = Object.entries(wanted)
  return pairs.length > 0 && pairs.every(([name, value]) => labels[name] === value)
}

/** The value at a path such as `spec.ports.0.name`. */
function at(value: unknown, path: string): unknown {
  return path.split('.').reduce((part: unknown, key) => (part as Tree | undefined)?.[key], value)
}

function tree(value: unknown, path: string): Tree {
  return (at(value, path) ?? {}) as Tree
}

function list(value: unknown, path: string): readonly Tree[] {
  return (at(value, path) ?? []) as readonly Tree[]
}

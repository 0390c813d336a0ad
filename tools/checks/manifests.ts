import * as fs from 'node:fs/promises'
import { join } from 'node:path'
import ts from 'typescript'
import { parseAllDocuments } from 'yaml'
import { built } from '../built.ts'
import { gateFile } from './gates.ts'

/**
 * `node tools/check-manifests.ts FOLDER`: what Helm rendered of helm/jiraiya, one file of YAML for each
 * choice of values, as .github/scripts/lint-chart.sh leaves them. Each manifest is held against the types
 * of Kubernetes' API, in which an unknown field is an error; then what only the whole can show: that
 * names and labels meet, that settings are ones the service starts with, that pods are as restricted as
 * the strictest Pod Security Standard asks, and that time and memory add up.
 */

type Tree = Readonly<Record<string, unknown>>
type Labels = Readonly<Record<string, string>>

interface Container {
  readonly image: string
  readonly envFrom: readonly {
    readonly configMapRef?: { readonly name: string }
    readonly secretRef?: { readonly name: string }
  }[]
  readonly env?: readonly { readonly name: string; readonly value: string }[]
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[]
  readonly resources: { readonly requests: Labels; readonly limits: Labels }
  readonly securityContext: Tree
  readonly startupProbe?: Probe
  readonly livenessProbe?: Probe
  readonly readinessProbe?: Probe
  readonly lifecycle?: { readonly preStop: { readonly exec: { readonly command: string[] } } }
}

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string }
}

interface Pod {
  readonly metadata: { readonly labels: Labels; readonly annotations?: Labels }
  readonly spec: {
    readonly automountServiceAccountToken: boolean
    readonly serviceAccountName?: string
    readonly terminationGracePeriodSeconds?: number
    readonly securityContext: Tree
    readonly containers: readonly [Container]
    readonly topologySpreadConstraints?: readonly { readonly labelSelector: Selector }[]
  }
}

interface Selector {
  readonly matchLabels: Labels
}

/** Of each kind only what is looked at; the types of Kubernetes judge the rest. */
interface Manifest {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: {
    readonly name: string
    readonly labels?: Labels
    readonly annotations?: Labels
  }
  readonly data?: Labels
  readonly stringData?: Labels
  readonly automountServiceAccountToken?: boolean
  readonly spec: Tree & {
    readonly selector: Selector
    readonly template: Pod
    readonly podSelector: Selector
    readonly ports: readonly { readonly name: string; readonly targetPort: string }[]
    readonly endpoints: readonly { readonly port: string; readonly path: string }[]
    readonly rules: readonly {
      readonly http: {
        readonly paths: readonly {
          readonly path: string
          readonly backend: {
            readonly service: { readonly name: string; readonly port: { readonly name: string } }
          }
        }[]
      }
    }[]
    readonly scaleTargetRef: { readonly name: string }
    readonly metrics: readonly { readonly pods?: { readonly metric: { readonly name: string } } }[]
  }
}

/** What is used of the built service; its sources are not of these tools' TypeScript. */
interface LoadSettings {
  readonly parseSettings: (environment: Readonly<Record<string, string>>) => Tree
}

/** Where a kind's type is. The External Secrets Operator's newest has none in a package. */
const typesOf: Readonly<Record<string, string | undefined>> = {
  'monitoring.coreos.com/v1': '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1',
  'external-secrets.io/v1': undefined,
  v1: 'kubernetes-models/v1'
}
const restricted: Tree = {
  runAsNonRoot: true,
  runAsUser: 10001,
  seccompProfile: { type: 'RuntimeDefault' },
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true
}
/** Enough for the strict environments; no value of these is used anywhere. */
const secrets = {
  DATABASE_URL: 'postgres://a:b@c/d',
  JWT_SECRET: 'b7f1c0a29e4d4c7d8a35f0c61d9e2b84',
  OPENAI_API_KEY: 'of-the-manifest-check'
}

/** What one choice of values was rendered to. */
class Choice {
  private readonly name: string
  private readonly manifests: readonly Manifest[]

  constructor(name: string, manifests: readonly Manifest[]) {
    this.name = name
    this.manifests = manifests
  }

  check(): void {
    const titles = this.manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    this.claim(new Set(titles).size === titles.length, 'two manifests have one name')
    const [deployment] = this.ofKind('Deployment')
    const [service] = this.ofKind('Service')
    if (deployment === undefined || service === undefined) return this.claim(false, 'no service')
    for (const one of [deployment, ...this.ofKind('Job')]) {
      this.checkPod(one)
      this.checkSettings(one)
    }
    this.checkLabels(deployment, service)
    this.checkPorts(deployment, service)
    this.checkBounds(deployment)
    this.checkAutoscaler(deployment)
    const needsCrd = this.manifests.some(({ apiVersion }) => /external-sec|coreos/.test(apiVersion))
    this.claim(this.name !== 'values.yaml' || !needsCrd, 'needs a CRD that nobody asked for')
  }

  /** Restricted, as the Pod Security Standards have it, and more. */
  private checkPod(owner: Manifest): void {
    const { spec } = owner.spec.template
    const [container] = spec.containers
    const where = titleOf(owner)
    const { capabilities, ...security } = container.securityContext
    const given: Tree = { ...spec.securityContext, ...security }
    for (const [field, wanted] of Object.entries(restricted))
      this.claim(same(given[field], wanted), `${where}: ${field} is not as restricted`)
    this.claim(same(capabilities, { drop: ['ALL'] }), `${where} keeps capabilities`)
    this.claim(!spec.automountServiceAccountToken, `${where} mounts a token`)
    this.claim(/(:\d|@sha256:)/.test(container.image), `${where} has an image without a version`)
    const { requests, limits } = container.resources
    this.claim('memory' in limits && 'cpu' in requests, `${where} has no bounds`)
  }

  /** The service would start with them, and has the time that they give it. */
  private checkSettings(owner: Manifest): void {
    const where = titleOf(owner)
    const [container] = owner.spec.template.spec.containers
    const environment = { ...secrets, ...this.environmentOf(owner) }
    let settings: Tree
    try {
      settings = parseSettings(environment)
    } catch (error) {
      return this.claim(false, `${where}: ${(error as Error).message}`)
    }
    if (isHook(owner)) return
    const waits = Number(container.lifecycle?.preStop.exec.command[1] ?? 0)
    const ends = waits + Number(settings['SHUTDOWN_DELAY']) + Number(settings['SHUTDOWN_TIMEOUT'])
    const { terminationGracePeriodSeconds: patience } = owner.spec.template.spec
    this.claim(Number(patience) > ends, `${where} is killed after ${patience} s, it needs ${ends}`)
    const port = container.ports?.[0]?.containerPort
    this.claim(port === settings['PORT'], `${where} does not listen on ${port}`)
    const hops = Number(settings['TRUST_PROXY_HOPS'])
    this.claim(hops >= 1, `${where} takes the proxy for its caller`)
  }

  private environmentOf(owner: Manifest): Labels {
    const where = titleOf(owner)
    const sources = owner.spec.template.spec.containers[0].envFrom.map(from => {
      const kind = from.configMapRef === undefined ? 'Secret' : 'ConfigMap'
      const wanted = (from.configMapRef ?? from.secretRef)?.name
      const source = this.ofKind(kind).find(({ metadata }) => metadata.name === wanted)
      // A Secret may be there already, or come from an ExternalSecret.
      this.claim(source !== undefined || kind === 'Secret', `${where}: no ${kind} ${wanted}`)
      const weight = Number(source?.metadata.annotations?.['helm.sh/hook-weight'] ?? 0)
      const isInTime = source === undefined || (isHook(owner) ? weight < 0 : !isHook(source))
      this.claim(isInTime, `${where}: ${kind} ${wanted} is not there before it`)
      return { ...source?.data, ...source?.stringData }
    })
    return Object.assign({}, ...sources) as Labels
  }

  private checkLabels(deployment: Manifest, service: Manifest): void {
    const { metadata, spec } = deployment.spec.template
    const pods = metadata.labels
    const selectors = [
      deployment.spec.selector.matchLabels,
      service.spec.selector as unknown as Labels,
      ...(spec.topologySpreadConstraints ?? []).map(one => one.labelSelector.matchLabels),
      ...this.ofKind('PodDisruptionBudget').map(one => one.spec.selector.matchLabels)
    ]
    for (const selector of selectors)
      this.claim(within(selector, pods), `${JSON.stringify(selector)} misses the pods`)
    const [job] = this.ofKind('Job')
    for (const one of this.ofKind('NetworkPolicy')) {
      const labels = isHook(one) ? job?.spec.template.metadata.labels : pods
      const meets = labels === undefined || within(one.spec.podSelector.matchLabels, labels)
      this.claim(meets, `${titleOf(one)} misses its pods`)
    }
    for (const { spec: monitor } of this.ofKind('ServiceMonitor')) {
      const meets = within(monitor.selector.matchLabels, service.metadata.labels ?? {})
      this.claim(meets, 'the ServiceMonitor misses the Service')
    }
  }

  private checkPorts(deployment: Manifest, service: Manifest): void {
    const [container] = deployment.spec.template.spec.containers
    const inside = container.ports?.map(({ name }) => name) ?? []
    const outside = new Set(service.spec.ports.map(({ name }) => name))
    for (const { targetPort } of service.spec.ports)
      this.claim(inside.includes(targetPort), `the Service leads to no port ${targetPort}`)
    for (const probe of [
      container.startupProbe,
      container.livenessProbe,
      container.readinessProbe
    ]) {
      const { path = '', port = '' } = probe?.httpGet ?? {}
      this.claim(routes.includes(`"${path}"`) && inside.includes(port), `a probe asks ${path}`)
    }
    for (const { port, path } of this.ofKind('ServiceMonitor').flatMap(one => one.spec.endpoints))
      this.claim(path === '/metrics' && outside.has(port), `Prometheus asks ${port}${path}`)
    for (const { path, backend } of this.ofKind('Ingress').flatMap(pathsOf)) {
      const isOpen = /^\/api\/v1\/(?!health)[a-z]+$/.test(path)
      this.claim(isOpen, `the Ingress leads in to ${path}`)
      const { name, port } = backend.service
      const isThere = name === service.metadata.name && outside.has(port.name)
      this.claim(isThere, `the Ingress leads to ${name}`)
    }
  }

  private checkBounds(deployment: Manifest): void {
    const { metadata, spec } = deployment.spec.template
    const [{ env = [], resources }] = spec.containers
    const options = env.find(({ name }) => name === 'NODE_OPTIONS')?.value ?? ''
    const heap = Number(/^--max-old-space-size=(\d+)$/.exec(options)?.[1])
    const [, size, unit] = /^(\d+)(Mi|Gi)$/.exec(resources.limits['memory'] ?? '') ?? []
    const memory = Number(size) * (unit === 'Gi' ? 1024 : 1)
    this.claim(heap > memory / 2 && heap < memory * 0.8, `a heap of ${heap} in ${memory} Mi`)
    const sum = metadata.annotations?.['checksum/config'] ?? ''
    this.claim(/^[\da-f]{64}$/.test(sum), 'other settings make no other pods')
    const account = this.ofKind('ServiceAccount').find(
      one => one.metadata.name === spec.serviceAccountName
    )
    this.claim(account?.automountServiceAccountToken === false, 'the ServiceAccount has a token')
  }

  private checkAutoscaler(deployment: Manifest): void {
    for (const { spec } of this.ofKind('HorizontalPodAutoscaler')) {
      const meets = spec.scaleTargetRef.name === deployment.metadata.name
      this.claim(meets, 'the autoscaler misses the Deployment')
      const isAlone = deployment.spec['replicas'] === undefined
      this.claim(isAlone, 'the autoscaler is not alone in deciding on the number of pods')
      for (const { metric } of spec.metrics.flatMap(({ pods }) => pods ?? []))
        this.claim(metrics.includes(`| \`${metric.name}\``), `there is no metric ${metric.name}`)
    }
  }

  private claim(holds: boolean, problem: string): void {
    if (!holds) problems.push(`${this.name}: ${problem}`)
  }

  private ofKind(wanted: string): readonly Manifest[] {
    return this.manifests.filter(({ kind }) => kind === wanted)
  }
}

const problems: string[] = []
const [folder = ''] = process.argv.slice(2)
const { parseSettings } = await built<LoadSettings>('core/config/load-settings.js')
const metrics = await fs.readFile('docs/metrics.md', 'utf8')
const routes = await fs.readFile('docs/openapi.json', 'utf8')

const files = (await fs.readdir(folder)).filter(name => name.endsWith('.yaml'))
if (files.length === 0) problems.push(`manifests: ${folder} has none`)
const rendered = new Map<string, readonly Manifest[]>()
for (const name of files) rendered.set(name, await read(name))
checkTypes()
for (const [name, manifests] of rendered) new Choice(name, manifests).check()
for (const problem of problems) process.stderr.write(`${problem}\n`)
const count = [...rendered.values()].flat().length
process.stdout.write(`${count} manifests of ${files.length} choices of values were looked at\n`)
process.exit(problems.length === 0 ? 0 : 1)

async function read(name: string): Promise<readonly Manifest[]> {
  const documents = parseAllDocuments(await fs.readFile(join(folder, name), 'utf8'))
  const faults = documents.flatMap(({ errors }) => errors)
  for (const { message } of faults) problems.push(`${name}: ${message}`)
  return documents.map(one => one.toJS() as Manifest | null).filter(one => one !== null)
}

/** As literals of TypeScript: of those, and of those only, it refuses what a type does not name. */
function checkTypes(): void {
  const lines = [...rendered].flatMap(([name, manifests]) =>
    manifests.flatMap(one => {
      const { apiVersion, kind } = one
      const known = apiVersion in typesOf
      const home = known ? typesOf[apiVersion] : `kubernetes-models/${apiVersion}`
      const literal = JSON.stringify(one, undefined, 1)
      const place = `// ${name}: ${kind} ${one.metadata.name}`
      return home === undefined
        ? []
        : [`${place}\n;(${literal}) satisfies import('${home}').I${kind}`]
    })
  )
  // Inside tools/gates, so that its packages are found.
  const file = gateFile('../rendered-manifests.ts')
  const text = lines.join('\n')
  const options: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ESNext,
    types: ['node']
  }
  const host = ts.createCompilerHost(options)
  const ofDisk = ts.createCompilerHost(options)
  host.fileExists = path => path === file || ofDisk.fileExists(path)
  host.getSourceFile = (path, ...rest) =>
    path === file
      ? ts.createSourceFile(path, text, ts.ScriptTarget.ESNext)
      : ofDisk.getSourceFile(path, ...rest)
  const program = ts.createProgram([file], options, host)
  for (const { messageText, start = 0 } of ts.getPreEmitDiagnostics(program)) {
    const [place = ''] = text.slice(0, start).match(/\/\/ .*(?![\s\S]*\n\/\/ )/) ?? []
    problems.push(`${place.slice(3)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`)
  }
}

function titleOf({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.name}`
}

function isHook({ metadata }: Manifest): boolean {
  return metadata.annotations?.['helm.sh/hook'] !== undefined
}

function pathsOf({ spec }: Manifest): Manifest['spec']['rules'][number]['http']['paths'] {
  return spec.rules.flatMap(({ http }) => http.paths)
}

function within(wanted: Labels, labels: Labels): boolean {
  const pairs = Object.entries(wanted)
  return pairs.length > 0 && pairs.every(([name, value]) => labels[name] === value)
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

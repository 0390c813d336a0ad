/**
 * Who may import whom under src. A row is a folder without the folders below it that have their own
 * rows; it may import itself and what is listed. `core` stands for everything in src/core.
 */
const table = {
  'core/errors': [],
  'core/context': [],
  'core/access': ['core/context', 'core/errors'],
  'core/config': ['core/errors'],
  'core/logging': ['core/config', 'core/context'],
  'core/tracing': ['core/config', 'core/context', 'core/errors', 'core/lifecycle'],
  'core/metrics': ['core/access', 'core/config', 'core/errors', 'core/http/openapi/decorators'],
  'core/lifecycle': ['core/config', 'core/logging'],
  'core/health': ['core/access', 'core/config', 'core/http/openapi/decorators', 'core/lifecycle'],
  'core/http': [
    'core/access',
    'core/config',
    'core/context',
    'core/errors',
    'core/http/dto',
    'core/http/errors',
    'core/http/openapi/decorators',
    'core/http/request',
    'core/lifecycle',
    'core/metrics',
    'core/tracing'
  ],
  'core/http/protocol': ['core/config', 'core/errors'],
  'core/http/pages': ['core/http/request'],
  'core/http/request': ['core/context', 'core/http/protocol'],
  'core/http/errors': ['core/context', 'core/errors', 'core/http/protocol', 'core/http/request'],
  'core/http/streaming': ['core/context', 'core/errors', 'core/http/errors'],
  'core/http/dto': ['core/access', 'core/errors', 'core/http/openapi/decorators', 'core/paging'],
  'core/http/openapi': [
    'core/config',
    'core/errors',
    'core/http/dto',
    'core/http/errors',
    'core/http/openapi/decorators',
    'core/http/pages',
    'core/http/request'
  ],
  'core/http/openapi/decorators': ['core/errors'],
  'core/tls': ['core/config'],
  'core/redis': [
    'core/config',
    'core/context',
    'core/errors',
    'core/health',
    'core/lifecycle',
    'core/logging',
    'core/metrics',
    'core/tls',
    'core/tracing'
  ],
  'core/database': [
    'core/config',
    'core/context',
    'core/errors',
    'core/health',
    'core/lifecycle',
    'core/logging',
    'core/metrics',
    'core/paging',
    'core/tls',
    'core/tracing'
  ],
  'core/paging': [],
  'core/testing': [],
  'core/audit': ['core/config', 'core/context', 'core/database', 'core/metrics'],
  'modules/kuybi': ['core', 'modules/stories/domain'],
  'modules/auth': ['core', 'modules/auth/dto', 'modules/auth/strategies', 'modules/kuybi'],
  'modules/auth/dto': ['core'],
  'modules/auth/strategies': ['core', 'modules/kuybi'],
  'modules/rate-limit': ['core'],
  'modules/rate-limit/per-ip': ['core', 'modules/rate-limit'],
  'modules/cache': ['core'],
  'modules/idempotency': ['core'],
  'modules/llm': ['core'],
  'modules/llm/usage': ['core', 'modules/llm'],
  'modules/llm/openai': ['core', 'modules/llm', 'modules/llm/usage'],
  'modules/llm/policies': [
    'core',
    'modules/llm',
    'modules/llm/openai',
    'modules/llm/policies/attempts'
  ],
  'modules/llm/policies/attempts': [
    'core',
    'modules/llm',
    'modules/llm/openai',
    'modules/llm/usage'
  ],
  'modules/billing': ['core', 'modules/billing/budgets', 'modules/billing/prices', 'modules/llm'],
  'modules/billing/budgets': ['core'],
  'modules/billing/prices': ['core', 'modules/llm'],
  'modules/usage': ['core', 'modules/billing', 'modules/billing/budgets', 'modules/rate-limit'],
  'modules/admin/audit': ['core'],
  'modules/admin/budgets': ['core', 'modules/billing', 'modules/billing/budgets', 'modules/usage'],
  'modules/stories': ['core', 'modules/stories/domain'],
  'modules/stories/domain': ['core', 'modules/billing'],
  'modules/stories/checks': ['modules/stories/domain'],
  'modules/stories/safety': [
    'core',
    'modules/llm',
    'modules/stories/checks',
    'modules/stories/domain',
    'modules/stories/safety/injection'
  ],
  'modules/stories/safety/injection': ['modules/stories/domain'],
  'modules/stories/writing': [
    'core',
    'modules/llm',
    'modules/llm/usage',
    'modules/stories/checks',
    'modules/stories/domain',
    'modules/stories/safety'
  ],
  'modules/stories/writing/streaming': [
    'core',
    'modules/llm',
    'modules/stories/checks',
    'modules/stories/domain',
    'modules/stories/safety',
    'modules/stories/writing'
  ],
  'modules/stories/memory': ['core', 'modules/stories/domain'],
  'modules/stories/variety': [
    'core',
    'modules/stories/checks',
    'modules/stories/domain',
    'modules/stories/memory'
  ],
  'modules/stories/library': ['core', 'modules/stories/domain', 'modules/stories/memory'],
  'modules/stories/certificate': ['core', 'modules/stories/checks', 'modules/stories/domain'],
  'modules/stories/generate': [
    'core',
    'modules/billing',
    'modules/cache',
    'modules/idempotency',
    'modules/llm',
    'modules/stories/checks',
    'modules/stories/domain',
    'modules/stories/library',
    'modules/stories/safety',
    'modules/stories/variety',
    'modules/stories/writing',
    'modules/stories/writing/streaming'
  ],
  'modules/stories/http': [
    'core',
    'modules/idempotency',
    'modules/kuybi',
    'modules/llm',
    'modules/rate-limit',
    'modules/stories/certificate',
    'modules/stories/domain',
    'modules/stories/generate',
    'modules/stories/library',
    'modules/stories/revisions',
    'modules/stories/safety',
    'modules/stories/variety'
  ],
  'modules/stories/revisions': [
    'core',
    'modules/idempotency',
    'modules/stories/checks',
    'modules/stories/domain',
    'modules/stories/generate',
    'modules/stories/library',
    'modules/stories/memory',
    'modules/stories/writing'
  ],
  'modules/jobs': [
    'core',
    'modules/idempotency',
    'modules/jobs/queue',
    'modules/rate-limit',
    'modules/stories',
    'modules/stories/domain',
    'modules/stories/generate',
    'modules/stories/http',
    'modules/webhooks'
  ],
  'modules/jobs/queue': ['core'],
  'modules/webhooks': [
    'core',
    'modules/billing',
    'modules/billing/budgets',
    'modules/jobs/queue',
    'modules/rate-limit'
  ],
  'modules/services': [
    'core',
    'modules/auth',
    'modules/kuybi',
    'modules/rate-limit',
    'modules/stories',
    'modules/stories/http',
    'modules/stories/library'
  ],
  'modules/books': [
    'core',
    'modules/billing',
    'modules/idempotency',
    'modules/jobs',
    'modules/jobs/queue',
    'modules/llm',
    'modules/rate-limit',
    'modules/stories',
    'modules/stories/certificate',
    'modules/stories/checks',
    'modules/stories/domain',
    'modules/stories/generate',
    'modules/stories/http',
    'modules/stories/library',
    'modules/stories/safety',
    'modules/stories/writing'
  ],
  'modules/studio': ['core/config', 'core/http/pages']
}

/** One home for each vendor package. */
const homes = {
  '@opentelemetry': ['core/tracing'],
  openai: ['modules/llm/openai'],
  undici: ['modules/llm/openai', 'modules/webhooks'],
  standardwebhooks: ['modules/webhooks'],
  cockatiel: ['modules/llm/policies', 'modules/services'],
  'gpt-tokenizer': ['modules/llm/usage'],
  'prom-client': ['core/metrics'],
  '@willsoto/nestjs-prometheus': ['core/metrics'],
  ioredis: ['core/redis'],
  pg: ['core/database'],
  'pg-boss': ['core/database/migrations', 'modules/jobs/queue'],
  kysely: ['core/database', 'core/audit'],
  'lru-cache': ['modules/cache', 'modules/kuybi', 'modules/stories/memory'],
  diff: ['modules/stories/revisions'],
  pino: ['core/logging'],
  'pino-pretty': ['core/logging'],
  fastify: ['core/http'],
  'find-my-way': ['core/http'],
  jose: ['modules/stories/certificate'],
  passport: ['modules/auth'],
  '@nestjs/passport': ['modules/auth'],
  '@nestjs/throttler': ['modules/rate-limit'],
  '@nestjs/swagger': ['core/http/openapi'],
  '@nestjs/terminus': ['core/health']
}

const rows = Object.keys(table)
const anyOf = paths => `^src/(${paths.join('|')})/`
const below = folder => rows.filter(row => row.startsWith(`${folder}/`))

/** A folder without the rows below it. */
function only(folder) {
  const inner = rows.includes(folder) ? below(folder) : []
  const rest = inner.map(row => row.slice(folder.length + 1)).join('|')
  return inner.length === 0 ? `^src/${folder}/` : `^src/${folder}/(?!(${rest})/)`
}

/** What a module declares for all its folders: settings, metrics, error codes, tables. */
function declarations(folder) {
  const [area, name] = folder.split('/')
  return `^src/${area}/${name}/([a-z-]+\\.(config|metrics|errors)|tables)\\.ts$`
}

/** What the module file of a folder wires up: all that its folders may import, and they. */
function wired(folder) {
  const inner = below(folder)
  return [folder, ...inner].flatMap(row => table[row]).concat(inner)
}

module.exports = {
  forbidden: [
    ...Object.entries(table).map(([folder, allowed]) => ({
      name: `imports-of-${folder}`,
      severity: 'error',
      from: { path: only(folder), pathNot: '\\.module\\.ts$' },
      to: { path: '^src/', pathNot: [...[folder, ...allowed].map(only), declarations(folder)] }
    })),
    ...rows.map(folder => ({
      name: `module-of-${folder}`,
      severity: 'error',
      from: { path: `${only(folder)}.*\\.module\\.ts$` },
      to: { path: '^src/', pathNot: [folder, ...table[folder], ...wired(folder)].map(only) }
    })),
    {
      name: 'folder-without-a-row',
      comment:
        'Every folder has a row in the table above; only main, worker, migrate and app.* stand outside.',
      severity: 'error',
      from: { path: '^src/.+/', pathNot: anyOf(rows) },
      to: {}
    },
    ...Object.entries(homes).map(([name, folders]) => ({
      name: `home-of-${name}`,
      severity: 'error',
      // Each module has its own tables and repositories.
      from: {
        path: '^src/.+/',
        pathNot: [anyOf(folders), ...(name === 'kysely' ? ['(\\.repository|/tables)\\.ts$'] : [])]
      },
      to: { path: `(^|node_modules/)${name}(/|$)` }
    })),
    {
      name: 'src-imports-only-src',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|tools|bench|clients|dist)/' }
    },
    {
      name: 'client-stands-alone',
      severity: 'error',
      from: { path: '^clients/' },
      to: { path: '^(src|test|tools|bench|docs|dist)/' }
    },
    {
      name: 'client-needs-no-package',
      comment:
        'Pages import it too. Only its module for Nest takes what every Nest application has, and its command and its build what Node has.',
      severity: 'error',
      from: { path: '^clients/', pathNot: '^clients/typescript/((src/nestjs|bin)/|build[.]mjs$)' },
      to: { pathNot: '^clients/' }
    },
    {
      name: 'client-module-needs-only-nest',
      severity: 'error',
      from: { path: '^clients/typescript/src/nestjs/' },
      to: { pathNot: ['^clients/', '(^|/)node_modules/@nestjs/common/'] }
    },
    {
      name: 'nothing-imports-the-front-door',
      severity: 'error',
      from: { path: '^src/.+/' },
      to: { path: '^src/(main|worker|migrate|app\\.[a-z]+)\\.ts$' }
    },
    {
      name: 'simulator-stands-alone',
      severity: 'error',
      from: { path: '^tools/simulator/' },
      to: { path: '^(src|test|dist)/' }
    },
    {
      name: 'no-dev-dependency-in-src',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] }
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: { pathNot: '^clients/typescript/src/generated/' },
      to: { circular: true }
    },
    { name: 'nothing-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } }
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(clients/typescript/)?dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts']
    }
  }
}

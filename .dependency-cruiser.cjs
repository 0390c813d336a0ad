/** Who may import whom under src: a folder may import itself and what its row lists. */
const table = {
  'core/errors': [],
  'core/context': [],
  'core/access': ['core/context', 'core/errors'],
  'core/config': ['core/errors'],
  'core/logging': ['core/config', 'core/context', 'core/tracing'],
  'core/tracing': ['core/config', 'core/context', 'core/errors', 'core/lifecycle'],
  'core/openapi': ['core/errors'],
  'core/metrics': ['core/access', 'core/config', 'core/errors', 'core/openapi'],
  'core/lifecycle': ['core/config', 'core/logging'],
  'core/health': ['core/access', 'core/config', 'core/lifecycle', 'core/openapi'],
  'core/http': [
    'core/access',
    'core/config',
    'core/context',
    'core/errors',
    'core/lifecycle',
    'core/logging',
    'core/metrics',
    'core/openapi',
    'core/tracing'
  ],
  'core/redis': [
    'core/config',
    'core/context',
    'core/errors',
    'core/health',
    'core/lifecycle',
    'core/logging',
    'core/metrics',
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
    'core/tracing'
  ],
  'core/audit': ['core/context', 'core/database', 'core/metrics'],
  'modules/auth': ['core'],
  'modules/llm': ['core'],
  'modules/rate-limit': ['core'],
  'modules/cache': ['core'],
  'modules/idempotency': ['core'],
  'modules/audit': ['core'],
  'modules/billing': ['core', 'modules/llm'],
  'modules/studio': [],
  'modules/usage': ['core', 'modules/billing', 'modules/rate-limit'],
  'modules/stories': [
    'core',
    'modules/billing',
    'modules/cache',
    'modules/idempotency',
    'modules/llm',
    'modules/rate-limit'
  ]
}

/** One home for each vendor package. */
const homes = {
  '@opentelemetry': ['core/tracing'],
  openai: ['modules/llm'],
  undici: ['modules/llm'],
  cockatiel: ['modules/llm'],
  'gpt-tokenizer': ['modules/llm'],
  'prom-client': ['core/metrics'],
  '@willsoto/nestjs-prometheus': ['core/metrics'],
  ioredis: ['core/redis'],
  pg: ['core/database'],
  kysely: ['core/database', 'core/audit'],
  'lru-cache': ['modules/cache'],
  pino: ['core/logging'],
  'pino-pretty': ['core/logging'],
  fastify: ['core/http'],
  'find-my-way': ['core/http'],
  passport: ['modules/auth'],
  '@nestjs/passport': ['modules/auth'],
  '@nestjs/throttler': ['modules/rate-limit'],
  '@nestjs/swagger': ['core/openapi', 'core/http/openapi'],
  '@nestjs/terminus': ['core/health']
}

const anyOf = paths => `^src/(${paths.join('|')})/`

module.exports = {
  forbidden: [
    ...Object.entries(table).map(([folder, allowed]) => ({
      name: `imports-of-${folder}`,
      severity: 'error',
      from: { path: `^src/${folder}/` },
      to: { path: '^src/', pathNot: anyOf([folder, ...allowed]) }
    })),
    {
      name: 'folder-without-a-row',
      comment:
        'Every folder has a row in the table above; only main, migrate and app.* stand outside.',
      severity: 'error',
      from: { path: '^src/.+/', pathNot: anyOf(Object.keys(table)) },
      to: {}
    },
    ...Object.entries(homes).map(([name, folders]) => ({
      name: `home-of-${name}`,
      severity: 'error',
      // Queries live in repositories, wherever their tables belong.
      from: {
        path: '^src/.+/',
        pathNot: [anyOf(folders), ...(name === 'kysely' ? ['\\.repository\\.ts$'] : [])]
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
        'Pages import it too. Only its module for Nest takes what every Nest application has.',
      severity: 'error',
      from: { path: '^clients/', pathNot: '^clients/typescript/src/nestjs/' },
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
      to: { path: '^src/(main|migrate|app\\.[a-z]+)\\.ts$' }
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

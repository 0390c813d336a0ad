// Compiles src twice: to ECMAScript modules in dist/esm, and to CommonJS in dist/cjs. Each folder has the
// declarations too, because a declaration belongs to the module format of its folder.

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from '@jiraiya/typescript'

rmSync('dist', { recursive: true, force: true })
const { options, fileNames, errors } = ts.parseJsonConfigFileContent(
  ts.readConfigFile('tsconfig.json', file => ts.sys.readFile(file)).config,
  ts.sys,
  '.'
)
const program = ts.createProgram(fileNames, options)
const { diagnostics } = program.emit()
const problems = [...errors, ...ts.getPreEmitDiagnostics(program), ...diagnostics]
if (problems.length > 0) {
  const host = {
    getCanonicalFileName: name => name,
    getCurrentDirectory: () => process.cwd(),
    getNewLine: () => '\n'
  }
  throw new Error(ts.formatDiagnostics(problems, host))
}

const compilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: options.target,
  removeComments: true
}
for (const file of readdirSync('dist/esm', { recursive: true })) {
  const [module, copy] = ['dist/esm', 'dist/cjs'].map(folder => join(folder, file))
  mkdirSync(dirname(copy), { recursive: true })
  if (file.endsWith('.d.ts')) cpSync(module, copy)
  if (file.endsWith('.js'))
    writeFileSync(copy, ts.transpile(readFileSync(module, 'utf8'), compilerOptions))
}
writeFileSync('dist/esm/package.json', '{ "type": "module", "sideEffects": false }\n')
writeFileSync('dist/cjs/package.json', '{ "type": "commonjs", "sideEffects": false }\n')

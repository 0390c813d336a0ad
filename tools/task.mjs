// node tools/task.mjs <name>: a task of the section `wireit` of package.json. Wireit takes the name from
// npm, where the script of that name must be the bare word `wireit`; ours install first.

const [name] = process.argv.splice(2, 1)
process.env.npm_lifecycle_event = name
// All that is wrong, in one round.
process.env.WIREIT_FAILURES ??= 'continue'
process.env.npm_package_json ??= new URL('../package.json', import.meta.url).pathname
await import('../node_modules/wireit/bin/wireit.js')

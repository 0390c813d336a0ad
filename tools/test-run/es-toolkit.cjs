const { readFileSync } = require('node:fs')
const { join } = require('node:path')

// es-toolkit/compat as one file: Swagger needs a dozen functions of it, and its modules are 428.
const bundle = join(__dirname, '../../node_modules/es-toolkit/dist/browser.global.js')
module.exports = new Function(`${readFileSync(bundle, 'utf8')}; return _`)()

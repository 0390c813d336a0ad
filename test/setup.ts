import 'reflect-metadata'
// The error codes of all modules, as the application registers them.
import '../src/app.errors.js'

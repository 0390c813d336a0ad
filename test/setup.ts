// These three first, or Jest's ESM loader ends in "Cannot require() ES Module in a cycle".
import 'reflect-metadata'
import '@nestjs/common'
import '@nestjs/core'
// The error codes of all modules, as the application registers them.
import '../src/app.errors.js'

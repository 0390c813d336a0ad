#!/usr/bin/env node
// jiraiya-verify --keys <file or address> <certificate.json> <story.json>: verifies a certificate offline.
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { verifyCertificate } from '@kuybi/jiraiya-client'

const usage =
  'usage: jiraiya-verify --keys <file or address of the public keys> <certificate.json> <story.json>'

/** A JSON file as a route of the service returns it, with or without the envelope. */
async function read(place) {
  const isAddress = /^https?:/.test(place)
  const value = isAddress
    ? await fetch(place).then(response => response.json())
    : JSON.parse(await readFile(place, 'utf8'))
  return value.data ?? value
}

try {
  const { values, positionals } = parseArgs({
    options: { keys: { type: 'string' } },
    allowPositionals: true
  })
  if (values.keys === undefined || positionals.length !== 2) throw new Error(usage)
  const [keys, { certificate }, { title, content }] = await Promise.all(
    [values.keys, ...positionals].map(read)
  )
  const verdict = await verifyCertificate({ certificate, title, content }, keys)
  process.stdout.write(`${JSON.stringify(verdict, undefined, 2)}\n`)
  process.exitCode = verdict.valid ? 0 : 1
} catch (error) {
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
}

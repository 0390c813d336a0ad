import { errorCodes, errorKind, type ErrorCode } from '#core/errors/error-codes.js'

/** A page with a heading for each error code. Operators find more in docs/failure-modes.md. */
export function errorPage(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Error codes of Jiraiya</title>
</head>
<body>
<h1>Error codes</h1>
<p>Every error names its code in <code>error.code</code>, and says in <code>message</code> what to change. Operators find causes and checks under the same headings of <code>docs/failure-modes.md</code>.</p>
${errorCodes().map(sectionOf).join('\n')}
</body>
</html>
`
}

function sectionOf(code: ErrorCode): string {
  const { status, category, retryable, message } = errorKind(code)
  const advice = retryable
    ? 'Usually the same request succeeds later: wait for <code>retryAfter</code> seconds. <code>error.retryable</code> decides.'
    : 'The same request fails again: change what <code>message</code> names.'
  return `<h2 id="${code}">${code}</h2>
<p>Status ${status}, category ${category}. ${message}.</p>
<p>${advice}</p>`
}

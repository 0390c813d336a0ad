/** Patterns of text without a standard format (ECMA 262, with the flag u). */

/** One line without control characters; may be empty. */
export const oneLine = String.raw`^[^\u0000-\u001f\u007f]*$`

/** Lines of text: no control character but the line feed. */
export const plainText = String.raw`^[^\u0000-\u0009\u000b-\u001f\u007f]*$`

/** Any text. */
export const anyText = String.raw`^[\s\S]*$`

/** Not blank. */
export const notBlank = String.raw`\S`

/** SHA-256 in hexadecimal digits. */
export const sha256Digits = '^[0-9a-f]{64}$'

/** A request id or correlation id that is not replaced. */
export const acceptableId = '^[A-Za-z0-9._-]{8,128}$'

/** The beginning of a version of Semantic Versioning 2.0.0. */
export const versionNumber = String.raw`^\d+\.\d+\.\d+`

/** BCP 47, in any letter case. */
export const languageTag = '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$'

/** The id of an owner, without the kind. */
export const ownerIdPattern = '^[A-Za-z0-9._:@-]{1,128}$'

/** The id of an owner, with the kind. */
export const ownerPattern = '^(user|key|service):[A-Za-z0-9._:@-]{1,128}$'

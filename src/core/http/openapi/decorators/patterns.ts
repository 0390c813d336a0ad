/** Patterns of text that has no format (ECMA 262, with the flag u). */

/** One line without control characters; may be empty. */
export const oneLine = String.raw`^[^\u0000-\u001f\u007f]*$`

/** Lines of text: no control character but the line feed. */
export const plainText = String.raw`^[^\u0000-\u0009\u000b-\u001f\u007f]*$`

/** Holds more than blanks. */
export const notBlank = String.raw`\S`

/** What Kuybi takes as a request id. */
export const acceptableId = '^[A-Za-z0-9._-]{8,128}$'

/** Semantic Versioning 2.0.0, its beginning. */
export const versionNumber = String.raw`^\d+\.\d+\.\d+`

/** BCP 47, in any letter case. */
export const languageTag = '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$'

/** Who stories belong to. */
export const ownerIdPattern = '^[A-Za-z0-9._:@-]{1,128}$'

/** Whom stories, limits and costs belong to, with what kind they are. */
export const ownerPattern = '^(user|key|service):[A-Za-z0-9._:@-]{1,128}$'

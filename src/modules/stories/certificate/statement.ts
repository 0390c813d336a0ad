import { sha256 } from '#modules/stories/domain/sha256.js'
import type { Audience } from '#modules/stories/domain/story-request.js'
import { aiMark, type Story } from '#modules/stories/domain/story.js'
import {
  checkText,
  checksVersion,
  type CheckedText,
  type TextChecks
} from '#modules/stories/checks/check-text.js'

/** What a certificate states: the payload of its signature. docs/certificate.md describes it. */
export interface Statement {
  readonly format: 1
  readonly issuer: 'jiraiya'
  readonly storyId: string
  readonly titleSha256: string
  readonly contentSha256: string
  readonly language: string
  readonly audience: Audience
  readonly checks: TextChecks
  /** Version of the checks. */
  readonly verifier: string
  /** Version of the prompts. */
  readonly prompt: string
  readonly model: string
  readonly createdAt: string
  readonly aiGenerated: true
  readonly digitalSourceType: typeof aiMark.digitalSourceType
}

/** What a certificate states of a story, or of a book. */
export type CertifiedStory = Pick<
  Story,
  | 'id'
  | 'title'
  | 'content'
  | 'language'
  | 'audience'
  | 'keywords'
  | 'promptVersion'
  | 'model'
  | 'createdAt'
> & { readonly checks: Pick<TextChecks, 'keywords' | 'length'> | null }

/** The statement of a story, with the results that its checks have now. */
export function statementOf(story: CertifiedStory): Statement {
  const { title, content, language, audience, keywords } = story
  return {
    format: 1,
    issuer: 'jiraiya',
    storyId: story.id,
    titleSha256: sha256(title),
    contentSha256: sha256(content),
    language,
    audience,
    checks: checkText({ language, audience, keywords, content, ...askedBefore(story.checks) }),
    verifier: checksVersion,
    prompt: story.promptVersion,
    model: story.model,
    createdAt: story.createdAt.toISOString(),
    ...aiMark
  }
}

/** Makes the checks of a statement again, for the content that is given. */
export function checkAgain(statement: Statement, content: string): TextChecks {
  const { language, audience, checks } = statement
  const keywords = checks.keywords.map(({ keyword }) => keyword)
  return checkText({ language, audience, content, keywords, ...askedBefore(checks) })
}

/** The bounds and the forms of the model that earlier checks had. */
function askedBefore(
  checks: Pick<TextChecks, 'keywords' | 'length'> | null
): Pick<CheckedText, 'words' | 'forms'> {
  const { min, max } = checks?.length ?? {}
  const forms = checks?.keywords.flatMap(({ keyword, form, evidence }) =>
    evidence === 'model' && form !== undefined ? [{ keyword, form }] : []
  )
  return {
    ...(forms !== undefined && { forms }),
    ...(min !== undefined && max !== undefined && { words: { min, max } })
  }
}

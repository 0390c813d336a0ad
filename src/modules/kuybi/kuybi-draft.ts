import type { Story } from '#modules/stories/domain/story.js'
import { countCharacters, shorten } from '#modules/stories/domain/shorten.js'
import { storyTags } from '#modules/stories/domain/story-tags.js'

/** The body that Kuybi's create-story form posts. */
export interface KuybiDraft {
  readonly title: string
  readonly details: string
  readonly type: 'STORY'
  readonly priority: 'NORMAL'
  readonly status: 'DRAFT'
  readonly tags: readonly string[]
}

export interface DraftOfStory {
  readonly draft: KuybiDraft
  /** Whether the story exceeds Kuybi's limit, so that the draft contains only its beginning. */
  readonly draftTruncated: boolean
}

/** Kuybi's limits. Kuybi counts UTF-16 code units; drafts keep the limits in code points too. */
export const draftTitleLength = { min: 3, max: 200 }
export const draftDetailsLength = { min: 10, max: 10_000 }

type DraftedStory = Pick<
  Story,
  'title' | 'content' | 'genre' | 'language' | 'keywordsUsed' | 'tags'
>

/** The story in the format of Kuybi's form, within its limits. */
export function toKuybiDraft(story: DraftedStory): DraftOfStory {
  const title = shorten(story.title.toWellFormed().trim(), draftTitleLength, story.language)
  const details = shorten(longEnough(story), draftDetailsLength, story.language)
  return {
    draft: {
      title: title.text,
      details: details.text,
      type: 'STORY',
      priority: 'NORMAL',
      status: 'DRAFT',
      tags: storyTags(story.keywordsUsed, story.tags)
    },
    draftTruncated: details.end !== 'whole' || title.end !== 'whole'
  }
}

/** Kuybi requires a minimum length: a very short story follows its title and, if needed, its genre. */
function longEnough({ title, content, genre }: DraftedStory): string {
  const texts = [content, title, genre].map(text => text.toWellFormed().trim())
  const [story = '', ...above] = texts
  const candidates = [story, ...above.map((_, last) => underneath(above.slice(0, last + 1), story))]
  return candidates.find(isLongEnough) ?? candidates.at(-1) ?? ''
}

function underneath(above: readonly string[], story: string): string {
  return [...above.toReversed(), story].join('\n\n')
}

function isLongEnough(text: string): boolean {
  return countCharacters(text.slice(0, draftDetailsLength.max)) >= draftDetailsLength.min
}

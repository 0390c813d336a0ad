import type { Completion, TextPart } from '#modules/llm/language-model.js'
import { repeatedPassage } from '#modules/stories/checks/repetition.js'
import { checkEnding, missingQuote } from '#modules/stories/checks/ending-check.js'
import { toTitle } from '#modules/stories/checks/to-title.js'
import {
  AnswerReader,
  type AnsweredStory,
  type AnswerPiece
} from '#modules/stories/writing/answer/answer-reader.js'
import { readInSlices } from '#modules/stories/writing/answer/read-answer.js'
import {
  ContinuationJoin,
  type StoryBefore
} from '#modules/stories/writing/text/continuation-join.js'
import { SameBeginning } from '#modules/stories/writing/revisions/unchanged.js'
import { BoilerplateFilter } from '#modules/stories/writing/text/boilerplate.js'
import { isCut, type Draft } from '#modules/stories/writing/draft.js'
import { openingKind, type OpeningKind } from '#modules/stories/writing/text/opening.js'
import { AiError } from '#modules/llm/ai-error.js'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import {
  endsWithLine,
  lastSentenceEnd,
  lastSentenceEndOfCut
} from '#modules/stories/writing/text/sentence-end.js'
import { toNamedForms } from '#modules/stories/writing/answer/named-forms.js'
import type { NamedForm } from '#modules/stories/checks/keywords/keyword-check.js'
import { summaryOf, toModelTags, toSummary } from '#modules/stories/writing/text/summary.js'
import type { ModerationBuffer } from './moderation-buffer.js'
import { RepetitionFilter } from './repetition-filter.js'
import { SentenceBuffer } from './sentence-buffer.js'
import type { StoryListener } from '#modules/stories/domain/story-listener.js'
import { StreamingMarkdownStripper } from './streaming-markdown-stripper.js'

/** Above this share of the token limit only whole sentences are emitted: the story may be cut off. */
const nearLimit = 0.8

/** How an answer's content ends. */
interface End {
  readonly cut: boolean
}

/**
 * Assembles a streamed story: parses the answer, converts it to plain text and moderates it before it
 * is emitted. The concatenation of the emitted text is the story's content.
 */
export class StoryStreamAssembler {
  private reader = new AnswerReader()
  private stripper = new StreamingMarkdownStripper()
  private boilerplate: BoilerplateFilter | undefined
  private sentences = new SentenceBuffer()
  private repetition = new RepetitionFilter()
  private join: ContinuationJoin | undefined
  private before: StoryBefore = { content: '', tail: '', isTailDelivered: true }
  private title: string | undefined
  private emitted = ''
  /** Of all answers: the first one, and its continuation. */
  private readonly forms: NamedForm[] = []
  private model = ''
  private hasBegun = false
  /** The beginning of the text, as long as it may become a refusal. */
  private opening = ''
  private kind: 'undecided' | OpeningKind = 'undecided'
  /** The first answer is discarded if it is in another language; a second one is delivered as it is. */
  private acceptsAnyLanguage = false
  /** Compares the text with the story that it must be unlike. */
  private parent: SameBeginning | undefined

  constructor(
    private readonly storyId: string,
    private readonly listener: StoryListener,
    private readonly cleared: ModerationBuffer,
    private readonly request: StoryRequest
  ) {
    this.parent = parentOf(request)
  }

  /** Whether any text has been emitted. */
  get hasStarted(): boolean {
    return this.hasBegun
  }

  /** The emitted content. */
  get content(): string {
    return this.emitted
  }

  /** What is known of an answer that `push` has ended with `endless_repetition`. */
  get looped(): Pick<Completion, 'truncated' | 'model'> {
    return { truncated: true, model: this.model }
  }

  /**
   * Processes the next part of the model's answer.
   * @throws AiError that ends the provider call: `endless_repetition`, after which the answer may be
   *   continued, or `wrong_language`, after which nothing has been delivered
   */
  readonly push = async ({ text, tokens, maxTokens, model }: TextPart): Promise<void> => {
    this.model = model
    if (tokens >= nearLimit * maxTokens) this.sentences.nearTokenLimit()
    for await (const pieces of readInSlices(this.reader, text)) await this.take(pieces, model)
    if (this.kind === 'other language') throw new AiError('wrong_language')
    if (this.repetition.isLoop) throw new AiError('endless_repetition')
  }

  /**
   * Ends the answer and returns the draft; undefined if the answer contains no story.
   * @throws AiError `refusal` if the content is an apology
   */
  async end({
    truncated,
    model
  }: Pick<Completion, 'truncated' | 'model'>): Promise<Draft | undefined> {
    const { pieces, story } = this.reader.end()
    await this.take(pieces, model)
    if (story === undefined || this.title === undefined) return undefined
    const isUnfinished = isCut(story, truncated)
    await this.emitContent(this.stripper.end(), { cut: isUnfinished }, model)
    if (this.kind === 'refusal') throw new AiError('refusal')
    if (this.kind === 'other language' || this.kind === 'undecided') return undefined
    if (this.join !== undefined) await this.emit(this.sentences.push(this.join.end()), model)
    if (this.join?.isUseless === true) return undefined
    this.repetition.end(isUnfinished)
    const cut = isUnfinished || this.repetition.isLoop
    const tail = await this.emitRest(cut, endsWithLine(story.content), model)
    if (this.emitted === '') return undefined
    await this.cleared.end()
    return this.draft(story, cut, tail)
  }

  /** Discards the answer; allowed only before any text has been emitted. */
  reset(): void {
    this.reader = new AnswerReader()
    this.stripper = new StreamingMarkdownStripper()
    this.boilerplate = undefined
    this.sentences = new SentenceBuffer()
    this.repetition = new RepetitionFilter()
    this.title = undefined
    this.opening = ''
    this.kind = 'undecided'
    this.acceptsAnyLanguage = true
    this.parent = parentOf(this.request)
  }

  /** Starts the next answer of the model, which continues the story. */
  continue(): void {
    this.reader = new AnswerReader()
    this.stripper = new StreamingMarkdownStripper()
    this.boilerplate = undefined
    this.sentences = new SentenceBuffer()
    this.repetition = new RepetitionFilter(this.emitted)
    this.join = new ContinuationJoin(this.before)
  }

  private async take(pieces: readonly AnswerPiece[], model: string): Promise<void> {
    for (const { field, text } of pieces) {
      if (field === 'content') await this.emitContent(this.stripper.push(text), undefined, model)
      else this.readTitle(text)
    }
  }

  /** AnswerReader returns the title in one piece, before the content. */
  private readTitle(raw: string): void {
    this.title ??= toTitle(raw)
    if (this.title === undefined) return
    const { audience, keywords } = this.request
    const hasMoral = audience === 'children'
    this.boilerplate ??= new BoilerplateFilter({ title: this.title, hasMoral, keywords })
  }

  /** Without a usable title no content is emitted, because the answer is unusable. */
  private async emitContent(plain: string, end: End | undefined, model: string): Promise<void> {
    if (this.boilerplate === undefined) return
    const text = this.boilerplate.push(this.checked(plain, end !== undefined))
    const more = end === undefined ? text : text + this.boilerplate.end(end.cut)
    await this.emit(this.sentences.push(this.join?.push(more) ?? more), model)
  }

  /** Holds the beginning back until it is certain that it is a story in the language asked for. */
  private checked(plain: string, isEnd: boolean): string {
    if (this.kind === 'story') return plain
    this.opening += plain
    if (this.kind !== 'undecided') return ''
    // The parent once more is not what is wanted, so it is not delivered.
    if (this.parent?.push(plain) === true) return ''
    const kind = openingKind(
      this.opening,
      isEnd,
      this.acceptsAnyLanguage ? undefined : this.request
    )
    if (kind === undefined) return ''
    this.kind = kind
    return kind === 'story' ? this.opening : ''
  }

  private emit(text: string, model: string): Promise<void> {
    return this.deliver(this.repetition.push(text), model)
  }

  private async deliver(text: string, model: string): Promise<void> {
    if (text === '') return
    await this.begin(model)
    this.emitted += text
    await this.cleared.push('text', text)
  }

  private async begin(model: string): Promise<void> {
    if (this.hasBegun) return
    this.hasBegun = true
    await this.listener.onStart({ storyId: this.storyId, model })
    await this.cleared.push('title', this.title ?? '')
  }

  /**
   * Emits the buffered text, for an incomplete story up to its last full sentence, and returns the
   * rest. A sentence that has been emitted in part is emitted as far as it is written.
   */
  private async emitRest(cut: boolean, hasLineEnd: boolean, model: string): Promise<string> {
    const held = this.repetition.held + (this.repetition.isLoop ? '' : this.sentences.end())
    const written = this.emitted + held
    const all = cut ? written : written + missingQuote(written, this.request.language)
    const end = cut ? lastSentenceEndOfCut(all, hasLineEnd) : all.length
    const isTailDelivered = end < this.emitted.length
    await this.deliver(all.slice(this.emitted.length, isTailDelivered ? all.length : end), model)
    const tail = all.slice(end)
    this.before = cut
      ? { content: all.slice(0, end), tail, isTailDelivered }
      : deliveredUpToEnd(all, this.request.language)
    return isTailDelivered ? '' : tail
  }

  private draft({ summary, tags, forms }: AnsweredStory, cut: boolean, tail: string): Draft {
    const { emitted: content } = this
    const { language } = this.request
    this.forms.push(...toNamedForms(forms))
    return {
      title: this.title ?? '',
      content,
      summary: cut ? summaryOf(content, language) : toSummary(summary, content, language),
      tags: toModelTags(tags),
      forms: this.forms,
      cut,
      isLoop: this.repetition.isLoop,
      tail,
      repeated: repeatedPassage(content)
    }
  }
}

function parentOf({ revision: order }: StoryRequest): SameBeginning | undefined {
  return order?.revision.kind === 'regenerate' ? new SameBeginning(order.parent.content) : undefined
}

/** A delivered story that ends in mid-sentence is continued there. */
function deliveredUpToEnd(text: string, language: string): StoryBefore {
  const { sentenceEnds } = checkEnding(text, language)
  const end = sentenceEnds ? text.length : lastSentenceEnd(text)
  return { content: text.slice(0, end), tail: text.slice(end), isTailDelivered: true }
}

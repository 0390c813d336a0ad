import { Injectable } from '@nestjs/common'
import type { StoryRequest } from '#modules/stories/domain/story-request.js'
import type { StoryTrace } from '#modules/stories/domain/variety/avoidance.js'
import { VarietyMemory } from '#modules/stories/memory/variety-memory.service.js'
import { StoriesMetrics } from '#modules/stories/stories.metrics.js'
import { avoidanceOf } from './avoidance-of.js'
import { traceOf } from './trace-of.js'

/** The less frequent names of a story may be other words. */
const mainNames = 3

/** Makes the stories of an owner unlike each other: the model is given what the last ones had. */
@Injectable()
export class Variety {
  constructor(
    private readonly memory: VarietyMemory,
    private readonly metrics: StoriesMetrics
  ) {}

  /** Begins to read what the owner's last stories had. Never rejects. */
  lookUp(owner: string): Promise<readonly StoryTrace[]> {
    return this.memory.of(owner)
  }

  /** The request with what its story should not have. A changed story keeps its names. */
  async applyTo(
    request: StoryRequest,
    recent: Promise<readonly StoryTrace[]>
  ): Promise<StoryRequest> {
    if (!isNewStory(request)) return request
    const avoid = avoidanceOf(await recent, request)
    return avoid === undefined ? request : { ...request, avoid }
  }

  /** Returns at once: a story is examined after the work of this turn. */
  remember(owner: string, id: string, request: StoryRequest, content: string): void {
    if (!this.memory.isOn || !isNewStory(request)) return
    setImmediate(() => {
      const trace = traceOf(id, content, request)
      this.count(request, trace)
      void this.memory.add(owner, trace)
    })
  }

  private count({ avoid }: StoryRequest, { names }: StoryTrace): void {
    if (avoid === undefined) return
    const isRepeated = names.slice(0, mainNames).some(name => avoid.names.includes(name))
    this.metrics.variety.inc({ result: isRepeated ? 'repeated' : 'new' })
  }
}

/** The sections of a book have its people. */
function isNewStory({ revision: order, section }: StoryRequest): boolean {
  if (section !== undefined) return false
  return order === undefined || order.revision.kind === 'regenerate'
}

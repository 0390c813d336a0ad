import {
  FlagField,
  IntegerField,
  ListField,
  ObjectField,
  TextField,
  TimeField,
  UuidField
} from '#core/http/openapi/decorators/field.decorators.js'
import { oneLine } from '#core/http/openapi/decorators/patterns.js'
import { exampleTime } from '#core/http/openapi/decorators/example-ids.js'
import {
  maxTreeNodes,
  type RevisionNode,
  type RevisionTree
} from '#modules/stories/library/story-tree.repository.js'
import { RevisionDto } from './revision.dto.js'

const root = '3f0c2a52-7a0e-4d0b-9a3e-0c4b1f6f2d11'

/** A revision without its text. */
export class RevisionNodeDto {
  @UuidField({ description: 'Story id (UUID) of the revision.' })
  readonly id!: string

  @UuidField({ description: 'The story that it is a revision of.' })
  readonly parentId!: string

  @ObjectField({ description: 'How it was made of its parent.', type: () => RevisionDto })
  readonly revision!: RevisionDto

  @TextField({ description: 'Title.', minLength: 3, maxLength: 200, pattern: oneLine })
  readonly title!: string

  @IntegerField({ description: 'Number of words.', min: 0, max: 1_000_000 })
  readonly wordCount!: number

  @TimeField({ description: 'Time of creation.' })
  readonly createdAt!: string

  static from({ createdAt, ...node }: RevisionNode): RevisionNodeDto {
    return { ...node, createdAt: createdAt.toISOString() }
  }
}

/** All revisions below a story. */
export class RevisionTreeDto {
  static readonly examples: Readonly<Record<string, RevisionTreeDto>> = {
    'one revision': {
      storyId: root,
      revisions: [
        {
          id: '9b1d6c3e-52a4-4a0e-8f67-1c9e1d7a4b02',
          parentId: root,
          revision: { kind: 'tone' },
          title: 'In Search of the Golden Acorn',
          wordCount: 95,
          createdAt: exampleTime
        }
      ],
      hasMore: false
    }
  }

  @UuidField({ description: 'The story at the top.' })
  readonly storyId!: string

  @ListField({
    description: 'Its revisions, theirs, and so on, the oldest first.',
    of: RevisionNodeDto,
    maxItems: maxTreeNodes
  })
  readonly revisions!: readonly RevisionNodeDto[]

  @FlagField({ description: `Whether there are more than ${maxTreeNodes}.` })
  readonly hasMore!: boolean

  static from(storyId: string, { nodes, isCut }: RevisionTree): RevisionTreeDto {
    return { storyId, revisions: nodes.map(node => RevisionNodeDto.from(node)), hasMore: isCut }
  }
}

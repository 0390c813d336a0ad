import { Body, Controller, Module, Post, Res, UseFilters } from '@nestjs/common'
import {
  JiraiyaClient,
  sendStory,
  type GenerationCommand,
  type StoryDraft,
  type StoryResponse
} from '@kuybi/jiraiya-client'
import { JiraiyaExceptionFilter, JiraiyaModule } from '@kuybi/jiraiya-client/nestjs'

@Controller('drafts')
@UseFilters(JiraiyaExceptionFilter)
export class DraftsController {
  constructor(private readonly jiraiya: JiraiyaClient) {}

  @Post()
  async create(@Body() command: GenerationCommand): Promise<StoryDraft> {
    const { draft } = await this.jiraiya.createStory(command)
    return draft
  }

  @Post('stream')
  async stream(@Body() command: GenerationCommand, @Res() response: StoryResponse): Promise<void> {
    await sendStory(this.jiraiya.streamStory(command), response)
  }
}

/** The options come from JIRAIYA_URL and JIRAIYA_API_KEY. */
@Module({ imports: [JiraiyaModule.forRoot({})], controllers: [DraftsController] })
export class DraftsModule {}

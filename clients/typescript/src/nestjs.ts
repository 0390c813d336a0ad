export { JiraiyaModule } from './nestjs/jiraiya.module.js'
export { JiraiyaExceptionFilter } from './nestjs/jiraiya-exception.filter.js'

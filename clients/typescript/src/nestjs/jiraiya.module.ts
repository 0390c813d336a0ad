import { ConfigurableModuleBuilder, Module } from '@nestjs/common'
import type { JiraiyaClientOptions } from '../client-options.js'
import { JiraiyaClient } from '../jiraiya-client.js'

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } =
  new ConfigurableModuleBuilder<JiraiyaClientOptions>()
    .setClassMethodName('forRoot')
    .setExtras({ isGlobal: false }, (definition, { isGlobal }) => ({
      ...definition,
      global: isGlobal
    }))
    .build()

/**
 * Provides `JiraiyaClient`. `forRoot(options)` takes the client's options, `forRootAsync` makes them
 * in a factory (`useFactory`, `inject`, `imports`, `useClass`, `useExisting`); with `isGlobal: true`
 * beside either, other modules need not import it.
 */
@Module({
  providers: [
    {
      provide: JiraiyaClient,
      useFactory: (options: JiraiyaClientOptions) => new JiraiyaClient(options),
      inject: [MODULE_OPTIONS_TOKEN]
    }
  ],
  exports: [JiraiyaClient]
})
export class JiraiyaModule extends ConfigurableModuleClass {}

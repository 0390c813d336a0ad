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
 * Provides `JiraiyaClient`. `forRoot` takes the options of the client, `forRootAsync` takes a factory or class
 * that creates them (`useFactory`, `inject`, `imports`, `useClass`, `useExisting`). With `isGlobal: true` other
 * modules do not have to import it.
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

import { Module, type DynamicModule } from '@nestjs/common'
import { Settings } from './settings.js'

/** Gives everyone the settings that were parsed before Nest existed. */
@Module({})
export class SettingsModule {
  static with(settings: Settings): DynamicModule {
    return {
      module: SettingsModule,
      global: true,
      providers: [{ provide: Settings, useValue: settings }],
      exports: [Settings]
    }
  }
}

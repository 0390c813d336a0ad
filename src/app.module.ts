import { Module, type DynamicModule } from '@nestjs/common'
import type { Settings } from './core/config/settings.js'
import { SettingsModule } from './core/config/settings.module.js'
import { HealthModule } from './core/health/health.module.js'
import { HttpModule } from './core/http/http.module.js'
import { RootController } from './core/http/root.controller.js'
import { LifecycleModule } from './core/lifecycle/lifecycle.module.js'
import { LoggingModule } from './core/logging/logging.module.js'
import { MetricsModule } from './core/metrics/metrics.module.js'
import { AuthModule } from './modules/auth/auth.module.js'
import { RateLimitModule } from './modules/rate-limit/rate-limit.module.js'
import { StoriesModule } from './modules/stories/stories.module.js'
import { pipeline } from './app.pipeline.js'

/** The whole service: core below, modules on top, the pipeline around both. */
@Module({})
export class AppModule {
  static with(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        SettingsModule.with(settings),
        LoggingModule,
        LifecycleModule,
        MetricsModule,
        HealthModule,
        HttpModule,
        RateLimitModule,
        AuthModule,
        StoriesModule
      ],
      controllers: [RootController],
      providers: [...pipeline]
    }
  }
}

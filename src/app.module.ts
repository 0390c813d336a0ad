import { Module, type DynamicModule } from '@nestjs/common'
import { ConfigModule, registerAs } from '@nestjs/config'
import { AuditModule } from '#core/audit/audit.module.js'
import { DatabaseModule } from '#core/database/database.module.js'
import { HealthModule } from '#core/health/health.module.js'
import { HttpPlatformModule } from '#core/http/http-platform.module.js'
import { LifecycleModule } from '#core/lifecycle/lifecycle.module.js'
import type { LogDestination } from '#core/logging/logger-options.js'
import { LoggingModule } from '#core/logging/logging.module.js'
import { MetricsModule } from '#core/metrics/metrics.module.js'
import { RedisModule } from '#core/redis/redis.module.js'
import { TracingModule } from '#core/tracing/tracing.module.js'
import { AuditAdminModule } from '#modules/admin/audit/audit-admin.module.js'
import { BudgetAdminModule } from '#modules/admin/budgets/budget-admin.module.js'
import { AuthModule } from '#modules/auth/auth.module.js'
import { BooksModule } from '#modules/books/books.module.js'
import { IdempotencyModule } from '#modules/idempotency/idempotency.module.js'
import { JobsModule } from '#modules/jobs/jobs.module.js'
import { RateLimitModule } from '#modules/rate-limit/rate-limit.module.js'
import { ServicesModule } from '#modules/services/services.module.js'
import { StoriesModule } from '#modules/stories/stories.module.js'
import { UsageModule } from '#modules/usage/usage.module.js'
import { auditActions } from './app.audit.js'
import { AppController } from './app.controller.js'
import { pipeline } from './app.pipeline.js'
import type { Settings } from './app.settings.js'

/** The application: core, the modules and the pipeline. */
@Module({})
export class AppModule {
  static with(settings: Settings, logTo?: LogDestination): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot({
          isGlobal: true,
          ignoreEnvFile: true,
          skipProcessEnv: true,
          load: Object.entries(settings).map(([name, values]) => registerAs(name, () => values))
        }),
        LoggingModule.to(logTo),
        LifecycleModule,
        MetricsModule.forRoot(settings.http.HOST),
        TracingModule,
        HealthModule,
        HttpPlatformModule,
        DatabaseModule,
        AuditModule.forRoot(auditActions),
        RedisModule,
        RateLimitModule,
        AuthModule,
        IdempotencyModule,
        StoriesModule,
        JobsModule,
        ServicesModule,
        BooksModule,
        UsageModule,
        BudgetAdminModule,
        AuditAdminModule
      ],
      controllers: [AppController],
      providers: [...pipeline]
    }
  }
}

import type { Provider } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import OpenAI from 'openai'
import { Agent } from 'undici'
import { appConfig } from '#core/config/app.config.js'
import { llmConfig } from '#modules/llm/llm.config.js'
import { providerFetch } from './response/provider-fetch.js'
import { undiciSend } from './response/undici-send.js'

/** Idle connections are reused for this time, because a new one costs a TLS handshake. */
const keepAliveMs = 30_000

/** The SDK's retries are off and its timeout is long, because ResilientLanguageModel has its own. */
export const openAiClient: Provider = {
  provide: OpenAI,
  inject: [llmConfig.KEY, appConfig.KEY],
  useFactory: (settings: ConfigType<typeof llmConfig>, app: ConfigType<typeof appConfig>) => {
    const idleMs = settings.OPENAI_TIMEOUT * 1000
    const dispatcher = new Agent({
      connect: { timeout: idleMs },
      // provider-fetch.ts has the idle timeout, because it depends on whether the answer has begun.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: keepAliveMs
    })
    return new OpenAI({
      // The SDK rejects an empty key, and some servers require the header but ignore the key.
      apiKey: settings.OPENAI_API_KEY ?? 'none',
      baseURL: settings.OPENAI_BASE_URL,
      maxRetries: 0,
      timeout: 1000 * (settings.OPENAI_ATTEMPT_TIMEOUT + app.GENERATION_DEADLINE),
      logLevel: 'off',
      fetch: providerFetch(undiciSend(dispatcher), {
        idleMs,
        maxAnswerBytes: settings.OPENAI_MAX_ANSWER_MB * 1024 * 1024
      })
    })
  }
}

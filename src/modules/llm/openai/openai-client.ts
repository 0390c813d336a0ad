import type { Provider } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import OpenAI from 'openai'
import { appConfig } from '#core/config/app.config.js'
import { llmConfig } from '#modules/llm/llm.config.js'
import { sendOverPool } from './provider-connections.js'
import { providerFetch } from './response/provider-fetch.js'

/** The SDK's retries are off and its timeout is long, because ResilientLanguageModel has its own. */
export const openAiClient: Provider = {
  provide: OpenAI,
  inject: [llmConfig.KEY, appConfig.KEY],
  useFactory: (settings: ConfigType<typeof llmConfig>, app: ConfigType<typeof appConfig>) => {
    const idleMs = settings.OPENAI_TIMEOUT * 1000
    return new OpenAI({
      // The SDK rejects an empty key, and some servers require the header but ignore the key.
      apiKey: settings.OPENAI_API_KEY ?? 'none',
      baseURL: settings.OPENAI_BASE_URL,
      maxRetries: 0,
      timeout: 1000 * (settings.OPENAI_ATTEMPT_TIMEOUT + app.GENERATION_DEADLINE),
      logLevel: 'off',
      fetch: providerFetch(sendOverPool(idleMs), {
        idleMs,
        maxAnswerBytes: settings.OPENAI_MAX_ANSWER_MB * 1024 * 1024
      })
    })
  }
}

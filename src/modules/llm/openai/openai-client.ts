import type { Provider } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import OpenAI from 'openai'
import { appConfig } from '#core/config/app.config.js'
import { isAzureDeployment } from '#modules/llm/base-url.js'
import { llmConfig } from '#modules/llm/llm.config.js'
import { sendOverPool } from './provider-connections.js'
import { providerFetch } from './response/provider-fetch.js'

/** The SDK's retries are off and its timeout is long, because ResilientLanguageModel has its own. */
export const openAiClient: Provider = {
  provide: OpenAI,
  inject: [llmConfig.KEY, appConfig.KEY],
  useFactory: (settings: ConfigType<typeof llmConfig>, app: ConfigType<typeof appConfig>) => {
    const idleMs = settings.OPENAI_TIMEOUT * 1000
    // The SDK rejects an empty key, and some servers require the header but ignore the key.
    const { OPENAI_BASE_URL, OPENAI_HEADERS, OPENAI_API_KEY: apiKey = 'none' } = settings
    return new OpenAI({
      apiKey,
      baseURL: OPENAI_BASE_URL,
      // Null, because the SDK replaces undefined by variables that are not settings of this service.
      organization: settings.OPENAI_ORGANIZATION ?? null,
      project: settings.OPENAI_PROJECT ?? null,
      adminAPIKey: null,
      defaultHeaders: {
        // There Azure takes only its own tokens as a bearer token, no key.
        ...(isAzureDeployment(OPENAI_BASE_URL) && { 'api-key': apiKey, authorization: null }),
        ...OPENAI_HEADERS
      },
      maxRetries: 0,
      timeout: 1000 * (settings.OPENAI_ATTEMPT_TIMEOUT + app.GENERATION_DEADLINE),
      logLevel: 'off',
      fetch: providerFetch(sendOverPool(idleMs, settings), {
        idleMs,
        maxAnswerBytes: settings.OPENAI_MAX_ANSWER_MB * 1024 * 1024
      })
    })
  }
}

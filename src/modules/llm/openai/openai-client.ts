import type { Provider } from '@nestjs/common'
import type { ConfigType } from '@nestjs/config'
import OpenAI from 'openai'
import { Agent } from 'undici'
import { appConfig } from '#core/config/app.config.js'
import { llmConfig } from '#modules/llm/llm.config.js'
import { providerFetch } from './response/provider-fetch.js'
import { undiciSend } from './response/undici-send.js'

/** How long an idle connection is kept: opening one costs a TLS handshake. */
const keepAliveMs = 30_000

/** The SDK's retries are off and its timer is only a backstop: both are the resilience policy's. */
export const openAiClient: Provider = {
  provide: OpenAI,
  inject: [llmConfig.KEY, appConfig.KEY],
  useFactory: (settings: ConfigType<typeof llmConfig>, app: ConfigType<typeof appConfig>) => {
    const idleMs = settings.OPENAI_TIMEOUT * 1000
    const dispatcher = new Agent({
      connect: { timeout: idleMs },
      // Silence is measured where it is known whether the answer has begun.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: keepAliveMs
    })
    return new OpenAI({
      // Servers without keys still want a header; an empty key would stop the SDK.
      apiKey: settings.OPENAI_API_KEY ?? 'none',
      baseURL: settings.OPENAI_BASE_URL,
      maxRetries: 0,
      timeout: 1000 * (settings.OPENAI_ATTEMPT_TIMEOUT + app.GENERATION_DEADLINE),
      logLevel: 'off',
      fetch: providerFetch(undiciSend(dispatcher), idleMs)
    })
  }
}

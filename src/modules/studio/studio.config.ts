import { registerSettings } from '#core/config/register-settings.js'
import { Flag } from '#core/config/setting.decorators.js'

export class StudioSettings {
  @Flag({
    defaultText: 'false in production, true elsewhere',
    description:
      'Serve the studio at /studio, a web page for generating stories. The page contains no key.'
  })
  readonly ENABLE_STUDIO!: boolean
}

export const studioConfig = registerSettings('studio', StudioSettings, {
  title: 'Studio',
  dependentDefaults: (_settings, environment) => ({ ENABLE_STUDIO: environment !== 'production' })
})

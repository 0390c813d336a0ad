import { choiceProblems } from './consistency/choices.ts'
import { metricProblems } from './consistency/metrics.ts'
import { settingProblems } from './consistency/settings.ts'
import { report } from './gates.ts'

/**
 * Omissions that neither the compiler nor a test reports: a setting that nothing reads, a metric that
 * nothing counts or shows, a list of tones without one of them.
 */

const problems = await Promise.all([settingProblems(), metricProblems(), choiceProblems()])
report(problems.flat().map(problem => `consistency: ${problem}`))

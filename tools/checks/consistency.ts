import { metricProblems } from './consistency/metrics.ts'
import { settingProblems } from './consistency/settings.ts'
import { report } from './gates.ts'

/**
 * Omissions that neither the compiler nor a test reports: a setting that nothing reads, a metric that
 * nothing counts or shows.
 */

const problems = await Promise.all([settingProblems(), metricProblems()])
report(problems.flat().map(problem => `consistency: ${problem}`))

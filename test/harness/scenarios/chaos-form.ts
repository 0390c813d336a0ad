/**
 * A push runs the short form of a scenario. The nightly run sets CHAOS_LONG and adds
 * test/chaos-long, whose scenarios have no short form.
 */
export function chaosForm<T>(form: { readonly short: T; readonly long: T }): T {
  return process.env['CHAOS_LONG'] ? form.long : form.short
}

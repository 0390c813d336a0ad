const shortestPassword = 8

/** The passwords of examples that are long enough. */
const common = /^(postgres(ql)?|password|passw0rd|change.?me|letmein|qwerty)[\d!]*$|^1234/i

/** Whether the password of a connection string is easily guessed; without a password it is not. */
export function hasWeakPassword(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { username, password } = new URL(url)
  if (password === '') return false
  return password.length < shortestPassword || password === username || common.test(password)
}

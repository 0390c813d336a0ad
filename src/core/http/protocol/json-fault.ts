import { printParseErrorCode, visit, type ParseErrorCode } from 'jsonc-parser'

/** What is wrong, by the name of the parser's code. */
const faults: Readonly<Record<string, string>> = {
  InvalidSymbol: 'text must be in double quotes',
  InvalidNumberFormat: 'this is not a number',
  PropertyNameExpected: 'a field name in double quotes is expected',
  ValueExpected: 'a value is expected',
  ColonExpected: 'a colon is expected',
  CommaExpected: 'a comma is expected',
  CloseBraceExpected: 'a closing } is expected',
  CloseBracketExpected: 'a closing ] is expected',
  EndOfFileExpected: 'nothing may follow the JSON object',
  InvalidCommentToken: 'comments are not allowed',
  UnexpectedEndOfComment: 'comments are not allowed',
  UnexpectedEndOfString: 'a closing double quote is missing',
  UnexpectedEndOfNumber: 'this is not a number',
  InvalidUnicode: 'four hexadecimal digits must follow \\u',
  InvalidEscapeCharacter: 'this character must not follow a backslash',
  InvalidCharacter: 'this control character must be escaped'
}

/** Ends the parser at the first fault: its recovery nests as deep as the text, in the stack. */
class FirstFault extends Error {
  constructor(
    readonly code: ParseErrorCode,
    readonly offset: number
  ) {
    super('first fault')
  }
}

/** The first fault of a text that is not valid JSON, with its position and without the text. */
export function jsonFault(text: string): string {
  const fault = firstFault(text)
  if (fault === undefined) {
    return 'The request body is not valid JSON: a field must not be named __proto__ or constructor'
  }
  const before = text.slice(0, fault.offset)
  const line = before.split('\n').length
  const column = fault.offset - before.lastIndexOf('\n')
  const reason = faults[printParseErrorCode(fault.code)] ?? 'an unexpected character'
  return `The request body is not valid JSON at line ${line}, column ${column}: ${reason}`
}

function firstFault(text: string): FirstFault | undefined {
  const onError = (code: ParseErrorCode, offset: number): never => {
    throw new FirstFault(code, offset)
  }
  try {
    visit(text, { onError }, { disallowComments: true, allowTrailingComma: false })
    return undefined
  } catch (error) {
    if (error instanceof FirstFault) return error
    throw error
  }
}

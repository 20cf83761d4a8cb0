/** Raised inside the parser and turned into a `ParseResult` at its door; never leaves the package. */
export class SyntaxFault extends Error {
  readonly start: number;
  readonly end: number;

  constructor(message: string, start: number, end: number) {
    super(message);
    this.name = 'SyntaxFault';
    this.start = start;
    this.end = end;
  }
}

/** What stands for bytes that are no character (yet). */
const unknown = '\ufffd';
/** Tokens that the text is written from again with each new one: enough for a character of four tokens and what it leans on. */
const windowTokens = 16;

/**
 * Writes tokens as text as they come. A token may end in the middle of a character, and the blanks of some vocabularies depend
 * on the tokens before: so each new token is written together with the last ones, and what is new in the text is told.
 */
export class TokenText<Token> {
  private readonly window: Token[];
  /** Of the window's text, how much was told. */
  private told: number;

  /** @param before the last tokens of the prompt */
  constructor(
    private readonly write: (tokens: readonly Token[]) => string,
    before: readonly Token[],
  ) {
    this.window = before.slice(-4);
    this.told = this.window.length === 0 ? 0 : write(this.window).length;
  }

  /** @returns the text that is certain by now: never half a character */
  push(token: Token): string {
    this.window.push(token);
    const text = this.write(this.window);
    const certain = text.endsWith(unknown) ? text.length - unknown.length : text.length;
    const fresh = text.slice(this.told, certain);
    this.told = Math.max(this.told, certain);
    if (certain === text.length && this.window.length > windowTokens) this.shorten();
    return fresh;
  }

  /** @returns what was held back for a character that never became whole */
  end(): string {
    const text = this.write(this.window);
    const rest = text.slice(this.told);
    this.told = text.length;
    return rest;
  }

  /** Only where the text ends with a whole character. */
  private shorten(): void {
    this.window.splice(0, this.window.length - 4);
    this.told = this.write(this.window).length;
  }
}

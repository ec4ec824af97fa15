/** Beginnings of text that may turn out to be a call that a model wrote as text. */
const couldBeCall = /^\s*(?:\[|\{|<tool_call|<\|python_tag|```(?:json)?\s*[[{])/;
/** So much has to be there before it can be told. */
const undecided = /^\s*(?:<[^\n>]{0,12}|`{1,3}(?:j(?:s(?:on?)?)?)?\s*)?$/;

/** Lets text through as it comes, unless it begins like a call: then it is held until the answer has ended. */
export class TextGate {
  private held = '';
  private open = false;

  constructor(private readonly tell: (text: string) => void) {}

  push(text: string): void {
    if (this.open) return this.tell(text);
    this.held += text;
    if (couldBeCall.test(this.held) || undecided.test(this.held)) return;
    this.release();
  }

  /** It was text after all. */
  release(): void {
    this.open = true;
    const { held } = this;
    this.held = '';
    if (held !== '') this.tell(held);
  }
}

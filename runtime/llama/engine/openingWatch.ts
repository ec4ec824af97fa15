/** Whether a reply that is being written begins with one of some texts, such as the start of a call. Blanks before it do not count. */
export class OpeningWatch {
  private text = '';
  state: 'undecided' | 'opened' | 'free' = 'undecided';

  constructor(private readonly openings: readonly string[]) {}

  /** Whether nothing but blanks has come. */
  get blank(): boolean {
    return this.text.trimStart() === '';
  }

  push(text: string): OpeningWatch['state'] {
    if (this.state !== 'undecided') return this.state;
    this.text += text;
    const reply = this.text.trimStart();
    if (this.openings.some((opening) => reply.startsWith(opening))) this.state = 'opened';
    else if (!this.openings.some((opening) => opening.startsWith(reply))) this.state = 'free';
    return this.state;
  }
}

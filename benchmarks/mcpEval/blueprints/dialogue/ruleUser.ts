import type { DialogueUser, Remark, UserBrief, Utterance } from './types';

/** How often the person says that there is nothing more to tell. */
const MOST_REPEATS = 2;
const NOTHING_MORE = 'I have told you all that I know. Please go on with that.';

/** A person without a model: tells the wish piece by piece, what was asked for first, and is content when all is told. The same every time. */
export class RuleUser implements DialogueUser {
  readonly mode = 'rules';
  private readonly pieces: readonly string[];
  /** Steps with numbers are told in their order, whatever is asked. */
  private readonly ordered: boolean;

  constructor({ instruction }: Pick<UserBrief, 'instruction'>) {
    this.ordered = /^\s*1\.\s/m.test(instruction);
    this.pieces = this.ordered ? steps(instruction) : sentences(instruction);
  }

  speak(remarks: readonly Remark[]): Promise<Utterance | undefined> {
    return Promise.resolve(this.next(remarks));
  }

  private next(remarks: readonly Remark[]): Utterance {
    const said = remarks.filter(({ by }) => by === 'user').map(({ text }) => text);
    const open = this.pieces.filter((piece) => !said.includes(piece));
    const asked = remarks.at(-1)?.by === 'agent' ? (remarks.at(-1)?.text ?? '') : '';
    const piece = this.ordered ? open[0] : bestOf(open, asked);
    if (piece !== undefined) return says(piece, false);
    const repeats = said.filter((text) => text === NOTHING_MORE).length;
    if (asked.trimEnd().endsWith('?') && repeats < MOST_REPEATS) return says(NOTHING_MORE, false);
    return says('Thank you, that is all.', true);
  }
}

function says(text: string, done: boolean): Utterance {
  const candidate = { text, done, score: undefined, faults: [] };
  return { ...candidate, candidates: [candidate] };
}

/** What stands before the first number belongs to it, what stands behind the last line to the last. */
function steps(instruction: string): readonly string[] {
  const parts = instruction.split(/\n(?=\s*\d+\.\s)/).map((part) => part.trim());
  const [head = '', ...rest] = parts;
  if (/^\d+\.\s/.test(head) || rest.length === 0) return parts;
  return [`${head}\n${rest[0] ?? ''}`, ...rest.slice(1)];
}

/** Short ones stay with the one before: "It is urgent." is no turn of its own. */
function sentences(instruction: string): readonly string[] {
  const pieces: string[] = [];
  for (const sentence of instruction.split(/(?<=[.!?])\s+(?=\p{Lu})|\n+/u).map((each) => each.trim())) {
    const last = pieces.at(-1);
    if (sentence === '') continue;
    if (last !== undefined && sentence.length < SHORT) pieces[pieces.length - 1] = `${last} ${sentence}`;
    else pieces.push(sentence);
  }
  return pieces;
}

const SHORT = 30;

/** The piece that shares most words with what was asked; the first one where none does. */
function bestOf(pieces: readonly string[], asked: string): string | undefined {
  const wanted = wordsOf(asked);
  const shared = (piece: string) => [...wordsOf(piece)].filter((word) => wanted.has(word)).length;
  return pieces.reduce<string | undefined>(
    (best, piece) => (best === undefined || shared(piece) > shared(best) ? piece : best),
    undefined,
  );
}

const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length > 3),
  );

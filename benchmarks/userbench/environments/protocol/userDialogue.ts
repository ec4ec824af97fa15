import type {
  AspectNames,
  Remark,
  SimulatedUser,
  Spoken,
  SpokenPreference,
  UtteranceType,
  UtteranceVerdict,
} from '../../users';
import type { Configuration } from './configuration';
import { userSentences } from './feedback';
import type { BookedPreference, PreferenceBook, RevealHow } from './preferenceBook';

/** What came of one utterance. */
export interface DialogueTurn {
  readonly code: 'user_text' | 'user_fallback' | 'no_such_preference' | 'too_vague';
  readonly text: string;
  readonly reward: number;
  readonly type: UtteranceType;
  readonly rulesType: UtteranceType | undefined;
  readonly revealed: { readonly preference: BookedPreference; readonly how: RevealHow } | undefined;
  readonly flags: readonly string[];
}

export interface DialogueParts {
  readonly user: SimulatedUser;
  readonly book: PreferenceBook;
  readonly scenario: string;
  readonly aspects: readonly AspectNames[];
  readonly configuration: Pick<Configuration, 'elicitationInterval' | 'preferenceCorrectReward' | 'referenceQuirks'>;
  readonly seed: number;
  /** Of which preference is brought up unasked. */
  readonly random: (below: number) => number;
}

/**
 * Talk with a user who has preferences and names them only when asked, one a turn (UserBench, section "preference elicitation"): counts turns
 * that asked for nothing, and brings a preference up after some of them. What the aspects are is all the same to it. A turn that throws,
 * because the user's model does or because it is cancelled, leaves everything as it was.
 */
export class UserDialogue {
  private readonly remarks: Remark[] = [];

  constructor(private readonly parts: DialogueParts) {}

  get conversation(): readonly Remark[] {
    return this.remarks;
  }

  /** Something that was said past the user, e.g. a search and what came of it. */
  note(said: string, answer: string): void {
    this.remarks.push({ by: 'model', text: said }, { by: 'database', text: answer });
  }

  async say(utterance: string, turn: number, signal: AbortSignal): Promise<DialogueTurn> {
    const { book, configuration } = this.parts;
    const verdict = await this.judge(utterance, signal);
    const asked = book.remaining.find(({ id }) => id === verdict.preference);
    const result =
      verdict.type === 2 && asked !== undefined
        ? await this.reveal(asked, 'active', verdict, utterance, turn, signal)
        : this.isTimeToTell()
          ? await this.bringUp(verdict, utterance, turn, signal)
          : await this.passOver(verdict, utterance, turn, signal);
    const told = { ...result, flags: [...verdict.flags, ...result.flags] };
    this.remarks.push({ by: 'model', text: utterance, type: verdict.type }, { by: 'user', text: told.text });
    if (told.revealed !== undefined) book.reveal(told.revealed.preference, told.revealed.how, turn);
    return told.code === 'user_text' && told.revealed?.how === 'active'
      ? { ...told, reward: configuration.preferenceCorrectReward }
      : told;
  }

  private async judge(utterance: string, signal: AbortSignal): Promise<UtteranceVerdict> {
    const { user, book, scenario, aspects } = this.parts;
    const verdict = await user.judgeUtterance(
      {
        scenario,
        conversation: this.remarks,
        utterance,
        preferences: book.remaining.map(({ judged }) => judged),
        revealed: book.elicited.map(({ judged }) => judged),
        aspects,
      },
      signal,
    );
    // A judge that names a preference which is not open has judged nothing.
    const open = verdict.type !== 2 || book.remaining.some(({ id }) => id === verdict.preference);
    return open ? verdict : { ...verdict, type: 1, preference: undefined };
  }

  private isTimeToTell(): boolean {
    const { book, configuration } = this.parts;
    const { elicitationInterval, referenceQuirks } = configuration;
    if (book.remaining.length === 0 || (elicitationInterval === 0 && referenceQuirks === undefined)) return false;
    // The released asynchronous path lets one turn more go by.
    return book.idle >= (referenceQuirks === 'async' ? elicitationInterval : elicitationInterval - 1);
  }

  private async bringUp(
    verdict: UtteranceVerdict,
    utterance: string,
    turn: number,
    signal: AbortSignal,
  ): Promise<DialogueTurn> {
    const { book, configuration, random } = this.parts;
    const preference = book.remaining[random(book.remaining.length)]!;
    const told = await this.reveal(preference, 'passive', verdict, utterance, turn, signal);
    // The released asynchronous path asks the user, and loses what it says.
    return configuration.referenceQuirks === 'async' ? fallback(verdict, told.flags) : told;
  }

  private async reveal(
    preference: BookedPreference,
    how: RevealHow,
    verdict: UtteranceVerdict,
    utterance: string,
    turn: number,
    signal: AbortSignal,
  ): Promise<DialogueTurn> {
    const { user, book } = this.parts;
    const told = { ...this.remarksFor(utterance, turn), preference: spoken(preference) };
    const { text, flags } =
      how === 'active' ? await user.revealAsked(told, signal) : await user.revealProactively(told, signal);
    book.idle = 0;
    book.attempted[how] += 1;
    if (text === undefined) return fallback(verdict, flags);
    return { ...said({ text, flags }, verdict), revealed: { preference, how } };
  }

  private async passOver(
    verdict: UtteranceVerdict,
    utterance: string,
    turn: number,
    signal: AbortSignal,
  ): Promise<DialogueTurn> {
    const { user, book } = this.parts;
    const answer =
      verdict.type === 3
        ? { ...fixed(userSentences.noSuchPreference, verdict), code: 'no_such_preference' as const }
        : verdict.type === 4
          ? { ...fixed(userSentences.tooVague, verdict), code: 'too_vague' as const }
          : orFallback(await user.smallTalk(this.remarksFor(utterance, turn), signal), verdict);
    book.idle += 1;
    return answer;
  }

  private remarksFor(utterance: string, turn: number) {
    return { conversation: this.remarks, utterance, seed: this.parts.seed, turn };
  }
}

function spoken({ id, aspect, explicit, implicit }: BookedPreference): SpokenPreference {
  return { id, aspect: aspect.names[0] ?? aspect.key, explicit, implicit };
}

function said({ text, flags }: Spoken, { type, rulesType }: UtteranceVerdict): DialogueTurn {
  return { code: 'user_text', text: text ?? '', reward: 0, type, rulesType, revealed: undefined, flags };
}

function fixed(text: string, verdict: UtteranceVerdict): DialogueTurn {
  return said({ text, flags: [] }, verdict);
}

function orFallback(spoken: Spoken, verdict: UtteranceVerdict): DialogueTurn {
  return spoken.text === undefined ? fallback(verdict, spoken.flags) : said(spoken, verdict);
}

function fallback(verdict: UtteranceVerdict, flags: readonly string[]): DialogueTurn {
  return { ...said({ text: userSentences.apology, flags }, verdict), code: 'user_fallback' };
}

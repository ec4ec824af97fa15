/**
 * A user by a model, with the rules beside it. What the model takes an utterance for is compared with the rules (`rulesType`), what it says is
 * looked through for values of preferences that nothing was to be said of. Then, or where it says nothing usable, the user by rules
 * speaks: a leak never reaches the model that is measured.
 */
import type {
  Remarks,
  SearchVerdict,
  SimulatedUser,
  Spoken,
  ToReveal,
  UtteranceToJudge,
  UtteranceVerdict,
} from '../../users';
import { leaks } from './leaks';
import type { UserPreference } from './types';
import type { WorkspaceUser } from './workspaceUser';

export class GuardedUser implements SimulatedUser {
  readonly mode = 'model';
  private open: ReadonlySet<string>;

  /** @param preferences of the whole task, of which the speaker is told one at a time and this guard all */
  constructor(
    private readonly model: SimulatedUser,
    private readonly rules: WorkspaceUser,
    private readonly preferences: readonly UserPreference[],
  ) {
    this.open = new Set(preferences.map(({ id }) => id));
  }

  judgeSearch(): Promise<SearchVerdict> {
    return this.rules.judgeSearch();
  }

  async judgeUtterance(question: UtteranceToJudge, signal: AbortSignal): Promise<UtteranceVerdict> {
    this.open = new Set(question.preferences.map(({ id }) => id));
    const verdict = await this.model.judgeUtterance(question, signal);
    const ruled = await this.rules.judgeUtterance(question);
    // Whoever speaks to the judge cannot buy itself a reveal; and a judge that gave no verdict is stood in for.
    const { type, flags } = verdict;
    const bought = flags.includes('rules-decided') || (flags.includes('instruction-to-judge') && type === 2);
    const decided = bought || flags.includes('user-failed') ? { ...ruled, flags } : verdict;
    return { ...decided, rulesType: ruled.type };
  }

  async revealAsked(told: ToReveal, signal: AbortSignal): Promise<Spoken> {
    const spoken = await this.model.revealAsked(told, signal);
    return this.guarded(spoken, told.preference.id, told.preference.implicit, () => this.rules.revealAsked(told));
  }

  async revealProactively(told: ToReveal, signal: AbortSignal): Promise<Spoken> {
    const spoken = await this.model.revealProactively(told, signal);
    return this.guarded(spoken, told.preference.id, told.preference.implicit, () => this.rules.revealProactively(told));
  }

  async smallTalk(remarks: Remarks, signal: AbortSignal): Promise<Spoken> {
    const spoken = await this.model.smallTalk(remarks, signal);
    return this.guarded(spoken, undefined, '', () => this.rules.smallTalk(remarks));
  }

  private async guarded(
    { text, flags }: Spoken,
    revealed: string | undefined,
    statement: string,
    instead: () => Promise<Spoken>,
  ): Promise<Spoken> {
    const hidden = this.preferences.filter(({ id }) => this.open.has(id) && id !== revealed);
    const leaked = text === undefined ? [] : leaks(text, hidden, statement);
    if (text !== undefined && text !== '' && leaked.length === 0) return { text, flags };
    const spoken = await instead();
    const why = leaked.length > 0 ? 'user-leak' : 'user-failed';
    return { text: spoken.text, flags: [...new Set([...flags, why, 'text-replaced'])] };
  }
}

/** The user of a workspace task, by rules: the same words are always taken and answered the same way. One for each episode. */
import type {
  Remarks,
  SearchVerdict,
  SimulatedUser,
  Spoken,
  ToReveal,
  UtteranceToJudge,
  UtteranceVerdict,
} from '../../users';
import { Patience } from './patience';
import { RuleMatcher } from './ruleMatcher';
import { answerAsked, bringUp, smallTalk } from './speaker';
import type { UserPreference } from './types';

export class WorkspaceUser implements SimulatedUser {
  readonly mode = 'rules';
  private readonly patience = new Patience();
  private readonly matcher: RuleMatcher;
  private readonly needless: ReadonlySet<string>;

  /** @param preferences of the whole task, in its order */
  constructor(preferences: readonly UserPreference[]) {
    this.matcher = new RuleMatcher(preferences);
    this.needless = new Set(preferences.flatMap(({ id, kind }) => (kind === 'R' ? id : [])));
  }

  /** Searches of a workspace are resolved, not judged (`choice/evidenceSearch.ts`). */
  judgeSearch(): Promise<SearchVerdict> {
    return Promise.resolve({ kind: 'failed', reason: 'Searches of a workspace need no judge.' });
  }

  judgeUtterance(question: UtteranceToJudge): Promise<UtteranceVerdict> {
    const verdict = this.judge(question);
    if (verdict.type === 3) this.patience.repeated();
    if (verdict.preference !== undefined && this.needless.has(verdict.preference)) this.patience.wasNeedless();
    return Promise.resolve(verdict);
  }

  /** Without remembering it. */
  judge({ utterance, preferences }: Pick<UtteranceToJudge, 'utterance' | 'preferences'>): UtteranceVerdict {
    const open = new Set(preferences.map(({ id }) => id));
    const { type, preference } = this.matcher.classify(utterance, (id) => open.has(id));
    return { type, preference, flags: [] };
  }

  revealAsked({ preference, ...remarks }: ToReveal): Promise<Spoken> {
    return said(answerAsked(preference, remarks, this.mood));
  }

  revealProactively({ preference, ...remarks }: ToReveal): Promise<Spoken> {
    return said(bringUp(preference, remarks, this.mood));
  }

  smallTalk(remarks: Remarks): Promise<Spoken> {
    return said(smallTalk(remarks, this.mood));
  }

  private get mood() {
    return { terse: this.patience.isTerse };
  }
}

function said(text: string): Promise<Spoken> {
  return Promise.resolve({ text, flags: [] });
}

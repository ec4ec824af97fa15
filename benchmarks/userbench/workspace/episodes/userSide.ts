/** The user's side of an episode: who is asked, what was told, and that there is nobody where the setting has no user. */
import { PreferenceBook } from '../../environments/protocol/preferenceBook';
import { seededStream } from '../../environments/protocol/seededStream';
import type { AskingTask } from '../../environments/protocol/task';
import { UserDialogue } from '../../environments/protocol/userDialogue';
import type { EpisodeTurn, InformationSetting } from '../../episodes/types';
import type { SimulatedUser } from '../../users';

/** Of a question that the user has an answer to. */
export const ELICITED_REWARD = 0.2;
/** More of an utterance is kept by nobody. */
const LONGEST_UTTERANCE = 20_000;

export type TurnFacts = Pick<EpisodeTurn, 'type' | 'revealed' | 'rulesType' | 'flags'>;

export interface Said {
  readonly code: string;
  readonly text: string;
  readonly reward: number;
  readonly facts: TurnFacts;
}

export class UserSide {
  readonly book: PreferenceBook;
  private readonly dialogue: UserDialogue;
  private leakCount = 0;

  constructor(
    task: AskingTask,
    user: SimulatedUser,
    private readonly setting: InformationSetting,
    { seed, proactive }: { readonly seed: number; readonly proactive: number },
  ) {
    this.book = new PreferenceBook(task);
    this.dialogue = new UserDialogue({
      ...{ user, book: this.book, scenario: task.scenario, aspects: task.aspects, seed },
      configuration: {
        elicitationInterval: proactive,
        preferenceCorrectReward: ELICITED_REWARD,
        referenceQuirks: undefined,
      },
      random: seededStream(seed, 'proactive'),
    });
  }

  /** Texts of a user by a model that gave something away, and never got here. */
  get leaks(): number {
    return this.leakCount;
  }

  note(said: string, answer: string): void {
    this.dialogue.note(said.slice(0, LONGEST_UTTERANCE), answer);
  }

  async say(utterance: string, turn: number, signal: AbortSignal): Promise<Said> {
    if (this.setting !== 'interaction') {
      const text =
        this.setting === 'full'
          ? 'There is nobody to ask: everything that the user wants stands in the first message.'
          : 'There is nobody to ask. Decide by yourself.';
      return { code: 'no_user', text, reward: 0, facts: {} };
    }
    const { code, text, reward, type, rulesType, revealed, flags } = await this.dialogue.say(
      utterance.slice(0, LONGEST_UTTERANCE),
      turn,
      signal,
    );
    if (flags.includes('user-leak')) this.leakCount += 1;
    const told = revealed === undefined ? [] : [{ preference: revealed.preference.id, how: revealed.how }];
    return { code, text, reward, facts: { type, rulesType, revealed: told, flags } };
  }
}

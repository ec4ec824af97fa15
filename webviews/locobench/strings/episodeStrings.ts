/** Texts of a conversation: of an episode with a simulated user, or of a model with its tools. */
export interface EpisodeStrings {
  readonly title: string;
  /** {0}, at most {1} turns */
  readonly about: string;
  readonly opening: string;
  readonly turns: string;
  /** Turn {0} */
  readonly turn: string;
  readonly model: string;
  readonly environment: string;
  readonly nothingCalled: string;
  readonly thought: string;
  readonly choices: {
    readonly search: string;
    readonly action: string;
    readonly answer: string;
    readonly finish: string;
  };
  /** How the user took it. */
  readonly types: {
    readonly 1: string;
    readonly 2: string;
    readonly 3: string;
    readonly 4: string;
  };
  /** reward {0} */
  readonly reward: string;
  /** Revealed because it was asked for: {0} */
  readonly asked: string;
  /** Offered by the user: {0} */
  readonly offered: string;
  readonly flags: {
    readonly 'instruction-to-judge': string;
    readonly 'not-asked-for': string;
    readonly 'rules-decided': string;
    readonly 'user-leak': string;
    readonly 'user-failed': string;
  };
  readonly preferencesTitle: string;
  readonly preferencesText: string;
  readonly preferenceColumns: {
    readonly aspect: string;
    readonly preference: string;
    readonly revealed: string;
  };
  readonly hidden: string;
  /** ● asked for, turn {0} */
  readonly askedAt: string;
  /** ◐ offered, turn {0} */
  readonly offeredAt: string;
  readonly answersTitle: string;
  readonly answerColumns: {
    readonly aspect: string;
    readonly answer: string;
    readonly value: string;
    readonly turn: string;
    readonly violated: string;
  };
  readonly figures: string;
  readonly totalReward: string;
  readonly score: string;
  readonly revealedCount: string;
  /** {0} of {1} */
  readonly of: string;
  readonly ended: {
    readonly terminated: string;
    readonly truncated: string;
    readonly finished: string;
    readonly 'no-action': string;
  };
  readonly underWay: string;
  readonly waiting: string;
  readonly dialogue: string;
  readonly roles: {
    readonly system: string;
    readonly user: string;
    readonly assistant: string;
    readonly tool: string;
  };
  readonly callsTool: string;
  readonly toolFailed: string;
  readonly image: string;
  readonly noDialogue: string;
  /** Calls in other roles: {0} */
  readonly otherRoles: string;
}

/** The simulated person of a dialogue: knows the wish and itself, and nothing of tools, calls or what is expected. Types only. */

export interface Remark {
  readonly by: 'user' | 'agent';
  readonly text: string;
}

/** One thing that the person could say. */
export interface Candidate {
  readonly text: string;
  /** Everything is done, or there is no sense in going on. */
  readonly done: boolean;
  /** By its own judgement, 0 to 10; undefined: not judged. */
  readonly score: number | undefined;
  /** What is wrong with it, e.g. `names-tool`; one with faults is only said where there is no other. */
  readonly faults: readonly string[];
}

export interface Utterance extends Candidate {
  /** All that could have been said, the chosen one among them. */
  readonly candidates: readonly Candidate[];
}

export interface DialogueUser {
  readonly mode: 'rules' | 'model';
  /**
   * @param remarks so far; none: it begins
   * @returns undefined where nothing that can be used came
   */
  speak(remarks: readonly Remark[], signal: AbortSignal): Promise<Utterance | undefined>;
}

/** All that a user is made of. */
export interface UserBrief {
  readonly instruction: string;
  readonly persona: { readonly name: string; readonly text: string };
}

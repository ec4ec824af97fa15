/**
 * Metrics of an episode as the UserBench paper defines them (arXiv 2507.22034, and reference text of its rules); the released code computes
 * few of them. Reveals count where they were delivered to the model, whatever a counter of the environment says.
 */

/** What metrics need to know of a turn; every kept turn of an episode has it. */
export interface MeasuredTurn {
  /** Index in the episode, from 0. */
  readonly i: number;
  readonly choice: string;
  /** As the model wrote it, with or without its prefix. */
  readonly content: string;
  readonly feedbackCode: string;
  readonly revealed?: readonly { readonly preference: string; readonly how: 'active' | 'passive' }[] | undefined;
}

export interface MeasuredEpisode {
  /** Aspect by the letter that its ids begin with. */
  readonly letters: ReadonlyMap<string, string>;
  /** Preferences of the scenario, revealed or not. */
  readonly preferences: number;
  /** One answer an aspect: the first that was accepted; else the best of them. */
  readonly singleChoice: boolean;
  readonly turns: readonly MeasuredTurn[];
}

export interface EpisodeMetrics {
  readonly aspects: number;
  readonly preferences: number;
  /** 1 best, 0.8 correct, 0 otherwise. */
  readonly aspectValues: Readonly<Record<string, number>>;
  /** Mean of the values. */
  readonly score: number;
  /** Aspects with the best option, and with any correct one (the best too). */
  readonly bestExist: number;
  readonly correctExist: number;
  readonly searches: number;
  /** Searches that returned options. */
  readonly validSearches: number;
  /** Turns that talked to the user. */
  readonly actions: number;
  /** Of them those that drew a preference out. */
  readonly validActions: number;
  readonly elicitedActive: number;
  readonly elicitedPassive: number;
  /** Mean index (from 0) of the first answer of value over aspects that have one; undefined: none has. */
  readonly firstHitTurn: number | undefined;
  /** Mean over aspects of the best value / (index + 1). */
  readonly timeWeightedValue: number;
}

const idForm = /^([A-Z])\d+$/;
const valueByCode: Readonly<Record<string, number>> = { answer_best: 1, answer_correct: 0.8, answer_wrong: 0 };

interface Answer {
  readonly value: number;
  readonly i: number;
}

/** @param episode turns in order; those after its end are not given */
export function episodeMetrics({ letters, preferences, singleChoice, turns }: MeasuredEpisode): EpisodeMetrics {
  const answers = new Map([...letters.values()].map((aspect) => [aspect, [] as Answer[]]));
  for (const turn of turns) {
    const answer = answerOf(turn);
    const ofAspect = answer && answers.get(letters.get(answer.letter) ?? '');
    if (ofAspect === undefined || (singleChoice && ofAspect.length > 0)) continue;
    ofAspect.push(answer!);
  }
  const ofChoice = (choice: string) => turns.filter((turn) => turn.choice === choice);
  const searches = ofChoice('search');
  const actions = ofChoice('action');
  const reveals = turns.flatMap(({ revealed = [] }) => revealed);
  const count = (how: 'active' | 'passive') => reveals.filter((each) => each.how === how).length;
  const values = [...answers].map(
    ([aspect, all]) => [aspect, all.reduce((best, { value }) => Math.max(best, value), 0)] as const,
  );
  const weighted = [...answers.values()].map((all) =>
    all.reduce((best, { value, i }) => Math.max(best, value / (i + 1)), 0),
  );
  const hits = [...answers.values()].flatMap((all) => all.find(({ value }) => value > 0)?.i ?? []);
  return {
    aspects: answers.size,
    preferences,
    aspectValues: Object.fromEntries(values),
    score: meanOf(values.map(([, value]) => value)),
    bestExist: values.filter(([, value]) => value === 1).length,
    correctExist: values.filter(([, value]) => value > 0).length,
    searches: searches.length,
    validSearches: searches.filter(({ feedbackCode }) => feedbackCode === 'search_results').length,
    actions: actions.length,
    validActions: actions.filter(({ revealed = [] }) => revealed.some(({ how }) => how === 'active')).length,
    elicitedActive: count('active'),
    elicitedPassive: count('passive'),
    firstHitTurn: hits.length === 0 ? undefined : meanOf(hits),
    timeWeightedValue: meanOf(weighted),
  };
}

/** An answer that was taken; several ids at once, ids of another form and closed aspects are none. */
function answerOf({
  choice,
  content,
  feedbackCode,
  i,
}: MeasuredTurn): (Answer & { readonly letter: string }) | undefined {
  const value = choice === 'answer' ? valueByCode[feedbackCode] : undefined;
  if (value === undefined) return undefined;
  const letter = idForm.exec(
    content
      .trim()
      .replace(/^\[answer\]/, '')
      .trim(),
  )?.[1];
  return letter === undefined ? undefined : { letter, value, i };
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

import type { Topic, TopicValue } from './types';

/**
 * Which value a statement hints at, as a choice among all of them by word stems.
 * @returns undefined where two are as likely
 */
export function forcedChoice(statement: string, values: readonly TopicValue[]): string | undefined {
  const text = statement.toLowerCase();
  const scores = values.map(({ value, cues }) => ({ value, score: cues.filter((cue) => text.includes(cue)).length }));
  scores.sort((a, b) => b.score - a.score);
  const [first, second] = scores;
  return first === undefined || first.score === 0 || first.score === second?.score ? undefined : first.value;
}

/** Share of a topic's statements that the forced choice gives back, 0 to 1. */
export function decodability({ values }: Topic): number {
  const statements = values.flatMap(({ value, implicit }) => implicit.map((statement) => ({ value, statement })));
  const right = statements.filter(({ value, statement }) => forcedChoice(statement, values) === value);
  return statements.length === 0 ? 0 : right.length / statements.length;
}

/** Names of values and what they are called: a statement that says one gives it away. */
export function bannedTokens({ values }: Pick<Topic, 'values'>): readonly string[] {
  return [...new Set(values.flatMap(({ value, terms }) => [value, value.replaceAll('-', ' '), ...terms]))];
}

/** @returns the first banned token in a statement, as whole words */
export function givenAway(statement: string, topic: Pick<Topic, 'values'>): string | undefined {
  const text = ` ${statement.toLowerCase()} `;
  return bannedTokens(topic).find((token) => {
    const escaped = token.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return new RegExp(`(?<![\\w-])${escaped}(?![\\w-])`).test(text);
  });
}

import type { CheckedCall } from './checkToolCall';

/** A model that did not get a call right in so many tries will not. */
export const maxRepairs = 2;

/** What is asked of the model after calls that cannot be run; undefined: all can. */
export function repairRequest(checked: readonly CheckedCall[], malformed: readonly string[]): string | undefined {
  const problems = checked.flatMap((each) =>
    each.kind === 'valid' ? [] : each.problems.map(({ message }) => `- ${each.call.name}: ${message}`),
  );
  const unreadable = malformed.map((text) => `- This is not a call that can be read: ${shortened(text)}`);
  if (problems.length + unreadable.length === 0) return undefined;
  return [
    'Error: nothing was run.',
    ...problems,
    ...unreadable,
    'Write all calls again with this put right. Change nothing else. If no tool fits, answer in words.',
  ].join('\n');
}

/** Beginning and end: what is wrong is mostly at the end. */
function shortened(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 180)} ... ${text.slice(-100)}`;
}

import type { Remarks, ToReveal } from '../types';

/** What the user says by rules: what it hints at, in a few settings that are drawn by seed and turn. */

const asked = [
  (hint: string) => hint,
  (hint: string) => `Good that you ask. ${hint}`,
  (hint: string) => `Let me put it this way: ${hint}`,
  (hint: string) => `Well… ${hint}`,
];

const unasked = [
  (aspect: string, hint: string) => `By the way, about the ${aspect}: ${hint}`,
  (aspect: string, hint: string) => `Something else about the ${aspect} comes to my mind. ${hint}`,
  (aspect: string, hint: string) => `Before I forget, thinking of the ${aspect}: ${hint}`,
];

const small = ['All right.', 'I see.', 'Fine, go on.', 'Okay.', 'Sure.'];

export function askedReveal({ preference, ...remarks }: ToReveal): string {
  return drawn(asked, remarks)(preference.implicit);
}

/** Names the aspect, as nobody asked; what is wished stays a hint. */
export function proactiveReveal({ preference, ...remarks }: ToReveal): string {
  return drawn(unasked, remarks)(preference.aspect, preference.implicit);
}

export function smallTalk(remarks: Remarks): string {
  return drawn(small, remarks);
}

function drawn<T>(list: readonly T[], { seed, turn }: Pick<Remarks, 'seed' | 'turn'>): T {
  return list[(Math.imul(seed ^ Math.imul(turn + 1, 0x9e3779b1), 0x85ebca6b) >>> 16) % list.length]!;
}

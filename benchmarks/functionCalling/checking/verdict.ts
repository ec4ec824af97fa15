/**
 * Why an answer is wrong. `reason` is the leaderboard's own name of the error where it has one, so that figures can be
 * compared.
 */
export type Verdict =
  { readonly right: true } | { readonly right: false; readonly reason: string; readonly message: string };

export const right: Verdict = { right: true };

export function wrong(reason: string, message: string): Verdict & { readonly right: false } {
  return { right: false, reason, message };
}

/** Repeated units of up to so many tokens are looked for. */
const longestUnit = 8;
/** A loop is at least this many copies of its unit, and at least this many tokens. */
const leastCopies = 4;
const leastTokens = 8;

/**
 * Whether the tokens end in a loop: small models that have lost their way write the same few tokens until the window
 * ends. Asked between passes, so that a loop costs a few passes and not all of them.
 */
export function endsInLoop(tokens: readonly number[]): boolean {
  for (let unit = 1; unit <= longestUnit; unit++) {
    const span = Math.max(leastCopies * unit, leastTokens);
    if (span > tokens.length) continue;
    const start = tokens.length - span;
    let same = true;
    for (let i = start + unit; same && i < tokens.length; i++) same = tokens[i] === tokens[i - unit];
    if (same) return true;
  }
  return false;
}

import { wasEnded } from '../execution';

/** Sums in another order differ behind this. */
const RELATIVE = 1e-8;

const TOKENS = /"(?:[^"\\]|\\.)*"|(?<![\w#:.-])-?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.])/g;

/**
 * Whether two canonical results are one: texts are equal, floats are near each other, and what could not be run to its end before says
 * nothing. A call that was ended only afterwards is another result.
 */
export function sameResult(before: string, after: string): boolean {
  if (before === after || wasEnded(before) || before === '!argument' || after === '!notRun') return true;
  if (wasEnded(after)) return false;
  const [a, b] = [skeleton(before), skeleton(after)];
  if (a.text !== b.text || a.floats.length !== b.floats.length) return false;
  return a.floats.every((each, index) => near(Number(each), Number(b.floats[index])));
}

function skeleton(canonical: string): { readonly text: string; readonly floats: readonly string[] } {
  const floats: string[] = [];
  const text = canonical.replace(TOKENS, (token) => {
    if (token.startsWith('"') || !/[.e]/.test(token)) return token;
    floats.push(token);
    return '<float>';
  });
  return { text, floats };
}

function near(x: number, y: number): boolean {
  return Math.abs(x - y) <= RELATIVE * Math.max(Math.abs(x), Math.abs(y));
}

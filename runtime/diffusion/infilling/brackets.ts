/** Brackets in pieces of code, counted without a tokenizer: only plain string literals are left out. */

const openerOf: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Text on either side of the cursor that is looked at. UTF-16 units. */
const look = 4000;

/** What stands around text: the cursor's line before and after it, and what is further away. */
interface Around {
  readonly prefix: string;
  readonly suffix: string;
}

/**
 * Cuts closing brackets off the end of the text that stand behind the cursor already: `f(|)` gets `x` and not `x)`, and
 * the body of `f() {|` no brace when the next line closes it.
 */
export function dropSurplusClosers(text: string, around: Around): string {
  let result = text;
  for (;;) {
    const tail = /([)\]}])[;,]?\s*$/.exec(result);
    if (!tail?.[1] || !isSurplus(result.slice(0, tail.index + 1), tail[1], around)) return result;
    result = result.slice(0, tail.index);
  }
}

/** Whether the last character, a closing bracket, closes what is closed behind the cursor already. */
export function isSurplus(text: string, closer: string, { prefix, suffix }: Around): boolean {
  const line = prefix.slice(prefix.lastIndexOf('\n') + 1);
  const behind = behindCursor(line, suffix.slice(0, look));
  if (!/^[)\]}\s]*/.exec(behind)?.[0].includes(closer)) return false;
  const open = unmatched(withoutStrings(line), closer).openers - unmatched(withoutStrings(behind), closer).closers;
  return unmatched(withoutStrings(text), closer).closers > Math.max(0, open);
}

/** The rest of the cursor's line; with the line below where only closers are left of it and that line closes it. */
function behindCursor(line: string, suffix: string): string {
  const [rest = '', ...below] = suffix.split('\n');
  if (!/^[)\]};,\s]*$/.test(rest)) return rest.trimStart();
  const next = below.find((candidate) => candidate.trim() !== '') ?? '';
  const indentation = (text: string) => /^\s*/.exec(text)?.[0];
  return rest.trimStart() + (indentation(next) === indentation(line) ? (/^[)\]}\s]+/.exec(next)?.[0] ?? '') : '');
}

/**
 * Cuts the text where its end closes a round or square bracket that is not open: `x = a|` gets `b` and not `b):`. Lines
 * that begin with a closer are left alone, because what they close may be further up than the text that is known.
 */
export function cutStrayCloser(text: string, prefix: string): string {
  const tail = /[)\]][)\]};:,{\s]*$/.exec(text);
  const known = prefix.slice(-look);
  // A shell's patterns end with a bracket that nothing opens.
  if (!tail || /^\s*case\b.*\bin\b/m.test(known)) return text;
  const before = prefix.slice(prefix.lastIndexOf('\n') + 1) + text.slice(0, tail.index);
  if (/^\s*([)\]}]|$)/.test(before.slice(before.lastIndexOf('\n') + 1))) return text;
  const own = unmatched(withoutStrings(text.slice(0, tail.index)), ')', ']');
  // The greater number where it depends on what is taken for a string (`&'a`, `":)"`): to cut too little is no harm.
  const open = Math.max(...[known, withoutStrings(known)].map((code) => unmatched(code, ')', ']').openers));
  return open + own.openers > own.closers ? text : text.slice(0, tail.index);
}

/** Numbers of brackets of these kinds that the text opens without closing, and closes without having opened. */
function unmatched(text: string, ...closers: readonly string[]): { openers: number; closers: number } {
  const openers = closers.map((closer) => openerOf[closer]);
  const count = { openers: 0, closers: 0 };
  for (const character of text) {
    if (openers.includes(character)) count.openers++;
    else if (closers.includes(character) && count.openers > 0) count.openers--;
    else if (closers.includes(character)) count.closers++;
  }
  return count;
}

function withoutStrings(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\\n]|\\.)*`|\\./g, '');
}

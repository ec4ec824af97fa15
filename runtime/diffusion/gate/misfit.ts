/** Whether a text goes with what is around it: brackets by kind and by indentation, without a parser. */

const openerOf: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
/** Text on either side of the cursor that is looked at. UTF-16 units. */
const look = { before: 6000, after: 4000 };

interface Bracket {
  readonly character: string;
  /** Of the line that it stands in. */
  readonly indentation: number;
}

interface Unmatched {
  /** Outermost first. */
  readonly openers: readonly Bracket[];
  /** Innermost first. */
  readonly closers: readonly Bracket[];
}

interface Surroundings {
  /** LF line ends. */
  readonly prefix: string;
  readonly suffix: string;
}

/**
 * Whether a suggestion closes what is not open, leaves open what the text behind the cursor does not close next, closes a brace
 * that is closed behind the cursor, or ends with a sign that stands behind the cursor. A brace left open (`if (a) {`) is no
 * fault: its end may be written yet.
 */
export function isMisfit(text: string, around: Surroundings): boolean {
  return repeatsSign(text, around) || bracketsMisfit(text, around);
}

/** Brackets and quotes without a partner around a place, with a text in it. Only to be compared with that of another text there. */
export function looseSigns(text: string, { prefix, suffix }: Surroundings): number {
  const whole = prefix.slice(-look.before) + text + suffix.slice(0, look.after);
  const { openers, closers } = unmatched(whole, 0);
  return openers.length + closers.length + (codeOf(whole).match(/["'`]/g) ?? []).length;
}

function repeatsSign(text: string, { suffix }: Surroundings): boolean {
  const last = text.trimEnd().slice(-1);
  return '{,;:='.includes(last) && last !== '' && /^[ \t]*(\S)/.exec(suffix)?.[1] === last;
}

function bracketsMisfit(text: string, around: Surroundings): boolean {
  const line = around.prefix.slice(around.prefix.lastIndexOf('\n') + 1);
  const indentation = indentationOf(line + text);
  const own = unmatched(text, indentation);
  const open = [...unmatched(around.prefix.slice(-look.before), 0).openers];
  for (const { character } of own.closers) {
    const opener = open.pop();
    // What was opened further up than is looked at is not known.
    if (!opener) break;
    if (opener.character !== openerOf[character]) return true;
  }
  const inner = own.openers.at(-1) ?? open.at(-1);
  const [next] = unmatched(around.suffix.slice(0, look.after), indentationOf(line)).closers;
  if (!inner || !next) return false;
  if (inner.character !== openerOf[next.character]) return true;
  return next.character === '}' && own.openers.length === 0 && inner.indentation !== next.indentation;
}

/** @param first indentation of the first line, whose beginning may be missing */
function unmatched(text: string, first: number): Unmatched {
  const openers: Bracket[] = [];
  const closers: Bracket[] = [];
  for (const [index, line] of codeOf(text).split('\n').entries()) {
    const indentation = index === 0 ? first : indentationOf(line);
    for (const character of line) {
      const opener = openerOf[character];
      if (opener !== undefined && openers.at(-1)?.character === opener) openers.pop();
      else if (opener !== undefined) closers.push({ character, indentation });
      else if ('([{'.includes(character)) openers.push({ character, indentation });
    }
  }
  return { openers, closers };
}

/** Comments and plain strings blanked out, line ends kept. */
function codeOf(text: string): string {
  const blanked = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;
  return text.replace(blanked, (part) => part.replace(/[^\n]/g, ' '));
}

function indentationOf(line: string): number {
  return /^[ \t]*/.exec(line)?.[0].length ?? 0;
}

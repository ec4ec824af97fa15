import { patternOf } from '../code/guards';
import { isText } from '../code/texts';
import type { WeaknessRule } from '../types';

const TAKES_PATTERN =
  /^(RegExp|compile|match|fullmatch|search|sub|split|findall|finditer|Regex|IsMatch|matches|Pattern)$/;

/** Only what leaves no doubt: a repeated group that holds a repetition and nothing else that has to stand there. */
export const slowExpression: WeaknessRule = {
  cwe: 'CWE-1333',
  title: 'slow regular expression: the time for a text that does not match grows exponentially with its length',
  // Go's and Rust's engines take linear time.
  families: ['script', 'python', 'java', 'csharp'],
  *find(file) {
    for (const node of file.ofType('regex')) {
      const pattern = node.childForFieldName('pattern')?.text;
      if (pattern !== undefined && isExponential(pattern)) yield node;
    }
    for (const call of file.calls) {
      if (!TAKES_PATTERN.test(call.name)) continue;
      const [first] = call.args;
      if (first === undefined || !isText(first)) continue;
      const pattern = patternOf(file, first);
      if (pattern !== undefined && isExponential(pattern)) yield call.node;
    }
  },
};

interface Atom {
  readonly text: string;
  readonly group: readonly (readonly Atom[])[] | undefined;
  readonly least: number;
  readonly most: number;
}

export function isExponential(pattern: string): boolean {
  return groups(parsed(pattern)).some(
    ({ group, most }) => most === Infinity && (group ?? []).some((branch) => repeatsAlone(branch)),
  );
}

/** One repetition without end, and all else may be missing. */
function repeatsAlone(branch: readonly Atom[]): boolean {
  const endless = branch.filter(({ most, least }) => most === Infinity && least >= 0);
  return endless.length > 0 && branch.every((atom) => atom.most === Infinity || atom.least === 0);
}

function groups(branches: readonly (readonly Atom[])[]): readonly Atom[] {
  return branches.flat().flatMap((atom) => [atom, ...(atom.group === undefined ? [] : groups(atom.group))]);
}

function parsed(pattern: string): readonly (readonly Atom[])[] {
  let at = 0;
  return alternatives();

  function alternatives(): (readonly Atom[])[] {
    const branches: Atom[][] = [[]];
    while (at < pattern.length && pattern[at] !== ')') {
      if (pattern[at] === '|') {
        at += 1;
        branches.push([]);
      } else branches.at(-1)!.push(atom());
    }
    return branches;
  }

  function atom(): Atom {
    const start = at;
    let group: Atom['group'];
    let marker = false;
    if (pattern[at] === '\\') at += 2;
    else if (pattern[at] === '[') at = endOfSet();
    else if (pattern[at] === '(') {
      const head = /^\((?:\?(?:[:=!]|<[=!]|P?<\w+>|[a-z]+:?))?/.exec(pattern.slice(at))?.[0] ?? '(';
      marker = /[=!]$/.test(head);
      at += head.length;
      group = alternatives();
      at += 1;
    } else {
      marker = /[\^$]/.test(pattern[at] ?? '');
      at += 1;
    }
    const text = pattern.slice(start, at);
    const [whole, sign, from, comma, to] = /^(?:([*+?])|\{(\d+)(,)?(\d+)?\})[?+]?/.exec(pattern.slice(at)) ?? [''];
    at += whole.length;
    if (marker) return { text, group, least: 0, most: 0 };
    if (sign !== undefined) return { text, group, least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity };
    if (from === undefined) return { text, group, least: 1, most: 1 };
    return {
      text,
      group,
      least: Number(from),
      most: to !== undefined ? Number(to) : comma !== undefined ? Infinity : Number(from),
    };
  }

  function endOfSet(): number {
    let end = at + 1;
    if (pattern[end] === '^') end += 1;
    if (pattern[end] === ']') end += 1;
    while (end < pattern.length && pattern[end] !== ']') end += pattern[end] === '\\' ? 2 : 1;
    return end + 1;
  }
}

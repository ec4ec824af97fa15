/** Exact replacement in a text, with help where the old text is not found. */
import { distance } from 'fastest-levenshtein';
import { ToolError } from '../../toolError';

export interface TextEdit {
  readonly old_text: string;
  readonly new_text: string;
  readonly replace_all?: boolean | undefined;
}

/**
 * Edits are made one after another; each old text must stand in the text exactly once, unless all are meant. Line ends of the model
 * do not count: the text keeps its own.
 *
 * @throws ToolError with the nearest text, or the places
 */
export function editText(path: string, text: string, edits: readonly TextEdit[]): string {
  return edits.reduce(
    (at, edit, index) => editOnce(path, at, edit, edits.length > 1 ? `Edit ${index + 1}: ` : ''),
    text,
  );
}

function editOnce(
  path: string,
  text: string,
  { old_text, new_text, replace_all = false }: TextEdit,
  which: string,
): string {
  const [old, replacement] = [unix(old_text), unix(new_text)];
  if (old === '')
    throw new ToolError(`${which}old_text is empty. Give the text to replace; create_file makes a new file.`);
  if (old === replacement) throw new ToolError(`${which}old_text and new_text are the same. Nothing was changed.`);
  const plain = unix(text);
  const places: number[] = [];
  for (let at = plain.indexOf(old); at >= 0 && places.length < 10_000; at = plain.indexOf(old, at + old.length))
    places.push(at);
  if (places.length === 0) throw new ToolError(`${which}${notFound(path, plain, old)}`);
  if (places.length > 1 && !replace_all) {
    const lines = places.slice(0, 10).map((at) => lineAt(plain, at));
    const more = places.length > 10 ? ', ...' : '';
    throw new ToolError(
      `${which}old_text stands ${places.length} times in ${path} (lines ${lines.join(', ')}${more}). Give more lines around the one that is meant, or replace_all.`,
    );
  }
  const breaks = carriageReturns(text);
  const end = usualEnd(text, breaks.length);
  const written = end === '\n' ? replacement : replacement.replaceAll('\n', end);
  // From the back, so that places in front stay where they are.
  return places.reverse().reduce((all, at) => {
    const [from, to] = [original(at, breaks), original(at + old.length, breaks)];
    return all.slice(0, from) + written + all.slice(to);
  }, text);
}

function unix(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Where line feeds that follow a carriage return stand in the text without these. */
function carriageReturns(text: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf('\r\n'); at >= 0; at = text.indexOf('\r\n', at + 2)) places.push(at - places.length);
  return places;
}

/** A place in the text without carriage returns, in the text with them. */
function original(at: number, breaks: readonly number[]): number {
  let [low, high] = [0, breaks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (breaks[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return at + low;
}

function usualEnd(text: string, pairs: number): '\n' | '\r\n' {
  const feeds = text.split('\n').length - 1;
  return pairs > feeds / 2 ? '\r\n' : '\n';
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

function notFound(path: string, text: string, old: string): string {
  const said = `old_text is not in ${path}.`;
  const stripped = old.replace(/^[ \t]*\d+[:|-] ?/gm, '');
  if (stripped !== old && text.includes(stripped))
    return `${said} Leave out the line numbers: they are not in the file.`;
  const near = nearest(text.split('\n'), old.replace(/\n+$/, '').split('\n'));
  if (near === undefined) return `${said} Nothing like it is there either. Read the file, and copy the text from it.`;
  const why = near.space
    ? 'It differs in spaces, indentation or line breaks only.'
    : 'The nearest text is another one.';
  return `${said} ${why} Copy it exactly. Lines ${near.first} to ${near.last}:\n${near.lines.join('\n')}`;
}

interface Near {
  readonly first: number;
  readonly last: number;
  readonly lines: readonly string[];
  /** Whether only white space differs. */
  readonly space: boolean;
}

/** The lines that are most like those that were looked for. */
function nearest(lines: readonly string[], wanted: readonly string[]): Near | undefined {
  const squeeze = (line: string) => line.replace(/\s+/g, ' ').trim().slice(0, 200);
  const all = lines.slice(0, 50_000).map(squeeze);
  const sought = wanted.map(squeeze).slice(0, 60);
  const known = new Map<string, number>();
  const alike = (a: string, b: string) => {
    if (a === b) return 1;
    if (a === '' || b === '') return 0;
    const key = `${a}\n${b}`;
    const value = known.get(key) ?? 1 - distance(a, b) / Math.max(a.length, b.length);
    known.set(key, value);
    return value;
  };
  // The most telling line finds the places; the others say which is best.
  const anchor = sought.reduce((best, line, at) => (line.length > sought[best]!.length ? at : best), 0);
  const starts = all
    .map((line, at) => ({ at: at - anchor, score: alike(line, sought[anchor]!) }))
    .filter(({ at, score }) => at >= 0 && score > 0.5)
    .sort((a, b) => b.score - a.score)
    .slice(0, 50);
  let best: { readonly at: number; readonly score: number } | undefined;
  for (const { at } of starts) {
    const score = sought.reduce((sum, line, by) => sum + alike(all[at + by] ?? '', line), 0) / sought.length;
    if (best === undefined || score > best.score) best = { at, score };
  }
  if (best === undefined || best.score < 0.5) return undefined;
  const found = lines.slice(best.at, best.at + wanted.length);
  return {
    first: best.at + 1,
    last: best.at + found.length,
    lines: found.slice(0, 40),
    space: squeeze(found.join(' ')) === squeeze(wanted.join(' ')),
  };
}

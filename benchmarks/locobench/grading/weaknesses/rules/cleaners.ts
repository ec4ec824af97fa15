/** What makes a value harmless. */
import type { Call, CodeFile } from '../code/codeFile';
import { constantText } from '../code/texts';
import { patternOf } from '../code/guards';
import { hasWord } from '../code/names';
import { resultsOf } from '../code/flow';

/**
 * A function named for what it does; one that is defined in the file has to do it.
 * @param replaces whether replacing what a pattern matches makes a text harmless
 */
export function cleanerNamed(
  words: ReadonlySet<string>,
  replaces: (pattern: string, by: string) => boolean,
): (call: Call, file: CodeFile) => boolean {
  return function cleans(call, file): boolean {
    if (replacing(call, file, replaces)) return true;
    if (!hasWord(call.name, words) && !hasWord(call.callee.split('.').at(-2) ?? '', words)) return false;
    const own = file.functionNamed(call.name);
    if (own === undefined) return true;
    const results = resultsOf(own, file);
    return (
      results.length > 0 &&
      file.calls.some(
        (each) =>
          each.node.startIndex >= own.node.startIndex &&
          each.node.endIndex <= own.node.endIndex &&
          (replacing(each, file, replaces) || (each.name !== own.name && cleans(each, file))),
      )
    );
  };
}

function replacing(call: Call, file: CodeFile, replaces: (pattern: string, by: string) => boolean): boolean {
  const arrays: Readonly<Record<string, readonly [number, number]>> = {
    ...{ replace: [0, 1], replaceAll: [0, 1], Replace: [0, 1], sub: [0, 1], preg_replace: [0, 1], str_replace: [0, 1] },
    ...{ ReplaceAllString: [0, 1], ReplaceAll: [0, 1] },
  };
  const places = arrays[call.name];
  if (places === undefined || call.args.length < 2) return false;
  const [patternAt, byAt] = places;
  const offset = call.args.length > 2 && /^(ReplaceAll|Replace)$/.test(call.name) ? 1 : 0;
  const pattern = call.args[patternAt + offset] ?? call.args[0]!;
  const compiled = /^(sub|ReplaceAllString)$/.test(call.name) && call.args.length === 2 && call.object !== undefined;
  const source = patternOf(file, compiled ? call.object : pattern) ?? constantText(file, pattern) ?? pattern.text;
  const by = call.args[compiled && call.name === 'sub' ? 0 : byAt + offset] ?? call.args[1]!;
  // Without `g` only the first is replaced.
  if (pattern.type === 'regex' && !(pattern.childForFieldName('flags')?.text ?? '').includes('g')) return false;
  return strips(source) || replaces(source, by.text);
}

/** Everything but letters, digits and the like is taken out. */
function strips(pattern: string): boolean {
  return /^\[\^(?:[\w.\- ]|\\[wd.-])+\][+*]?$/.test(pattern);
}

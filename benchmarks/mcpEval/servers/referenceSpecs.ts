/**
 * MCPEval's text form of servers, `path[:arg1,arg2][^K=V,K2=V2]`, read as the reference reads it: an address loses all behind its first
 * colon, and a list with commas is one server unless the next begins with `@`. For comparison alone; `serverSpecs.ts` is what we use.
 */
export interface SpecParts {
  readonly path: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export function referenceSpecs(specs: readonly string[]): readonly SpecParts[] {
  return specs.flatMap(splitServers).map(partsOf);
}

function splitServers(text: string): readonly string[] {
  const parts = text.split(/,(?=@)/);
  return parts.length === 1 ? [text] : parts.map((part) => part.trim()).filter((part) => part !== '');
}

function partsOf(text: string): SpecParts {
  const [called = '', env = ''] = splitOnce(text.trim(), '^');
  const [path = '', args = ''] = splitOnce(called, ':');
  const given = args.split(',').map((each) => each.trim());
  return { path, args: given.filter((each) => each !== ''), env: variablesOf(env) };
}

/** What has no `=` is left out. */
function variablesOf(text: string): Readonly<Record<string, string>> {
  const pairs = splitOutsideBrackets(text).flatMap((pair) => {
    const [key, value] = splitOnce(pair, '=');
    return key === undefined || value === undefined ? [] : [[key.trim(), value.trim()] as const];
  });
  return Object.fromEntries(pairs);
}

/** At commas that are in no brackets. */
export function splitOutsideBrackets(text: string): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let depth = 0;
  for (const char of text) {
    if (char === ',' && depth === 0) {
      parts.push(part);
      part = '';
      continue;
    }
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
    part += char;
  }
  return [...parts, part].map((each) => each.trim()).filter((each) => each !== '');
}

/** @returns one or two parts */
export function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** Servers as people name them on a command line: MCPEval's text form without its parser's mistakes, or JSON objects as in `mcp.json`. */
import { BadInputError } from '../../core/badInputError';
import { splitOnce, splitOutsideBrackets, type SpecParts } from './referenceSpecs';

/**
 * `path[:arg1,arg2][^K=V,K2=V2]`, several with commas between. Addresses and drives of Windows keep their colon. Behind arguments or
 * variables only `@scope/…` begins another server, since commas separate those too.
 * @throws BadInputError
 */
export function serverSpecs(specs: readonly string[]): readonly SpecParts[] {
  return specs.flatMap(splitServers).map(partsOf);
}

/** Where a path may hold a colon: an address with its port, or a drive. */
const HEAD = /^(https?:\/\/[^\s,^]*|[A-Za-z]:[\\/][^:,^]*|[^:,^]*)/;

function splitServers(text: string): readonly string[] {
  const servers: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    const head = HEAD.exec(rest)?.[0] ?? '';
    const next = rest[head.length];
    // A bare path: the next comma ends it. With arguments or variables it goes on to what can only be another server.
    const end = next === ',' ? head.length : rest.slice(head.length).search(/,\s*(?=@)/) + head.length;
    const whole = next === undefined || end < head.length;
    const server = (whole ? rest : rest.slice(0, end)).trim();
    if (server !== '') servers.push(server);
    rest = whole ? '' : rest.slice(end + 1).trim();
  }
  if (servers.length > 0) return servers;
  throw new BadInputError(
    'A server must be named: a package, a script, an address, or a JSON object with "command" or "url".',
  );
}

function partsOf(text: string): SpecParts {
  const path = HEAD.exec(text)?.[0] ?? '';
  const [args = '', env] = splitOnce(text.slice(path.length).replace(/^:/, ''), '^');
  if (path.trim() === '') throw new BadInputError(`"${text}" names no server before its arguments.`);
  return {
    path: path.trim(),
    args: args
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
    env: variablesOf(env ?? '', text),
  };
}

function variablesOf(text: string, spec: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    splitOutsideBrackets(text).map((pair) => {
      const [key = '', value] = splitOnce(pair, '=');
      if (value !== undefined && key.trim() !== '') return [key.trim(), value.trim()];
      throw new BadInputError(`"${pair}" in "${spec}" is no variable. Write NAME=VALUE behind the ^.`);
    }),
  );
}

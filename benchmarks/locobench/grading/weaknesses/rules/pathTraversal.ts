import type { Node } from '@vscode/tree-sitter-wasm';
import type { Call, CodeFile } from '../code/codeFile';
import { Flow } from '../code/flow';
import { allowList, variablesIn, type GuardTest } from '../code/guards';
import { isVariable } from '../code/names';
import { isText, within } from '../code/texts';
import type { WeaknessRule } from '../types';
import { cleanerNamed } from './cleaners';

const OPENS: Readonly<Record<string, RegExp>> = {
  script:
    /^(readFile|readFileSync|createReadStream|writeFile|writeFileSync|createWriteStream|appendFile|appendFileSync|unlink|unlinkSync|rm|rmSync|open|openSync|readdir|readdirSync|sendFile|copyFile|copyFileSync|mkdir|mkdirSync)$/,
  python: /^(open|read_text|read_bytes|write_text|write_bytes|unlink|remove|rmtree|send_file|listdir|copyfile)$/,
  go: /^(Open|OpenFile|ReadFile|WriteFile|Create|Remove|RemoveAll|ReadDir|ServeFile)$/,
  java: /^(FileInputStream|FileOutputStream|FileReader|FileWriter|readAllBytes|readString|newInputStream|newBufferedReader|write|writeString|delete|readAllLines|lines|newOutputStream)$/,
  csharp:
    /^(ReadAllText|ReadAllBytes|ReadAllLines|OpenRead|Open|WriteAllText|WriteAllBytes|Delete|FileStream|StreamReader|OpenText|ReadAllTextAsync|PhysicalFile)$/,
  php: /^(file_get_contents|fopen|readfile|file|unlink|file_put_contents|include|require)$/,
  c: /^(fopen|open|unlink|remove|opendir)$/,
};
const JOINS = /^(join|resolve|Join|Combine|get|of|Path|File|joinpath|URL|snprintf|sprintf)$/;

const cleans = cleanerNamed(
  new Set([
    'basename',
    'base',
    'component',
    'sanitize',
    'sanitise',
    'secure',
    'slug',
    'slugify',
    'inside',
    'within',
    'contained',
    'safe',
  ]),
  (pattern) => /^(\[[^\]]*[\\/][^\]]*\]|\\?\/|\/)[+*]?$/.test(pattern),
);
/** `Path(name).name`, `path.parse(name).base`. */
const lastPart = (node: Node, file: CodeFile): boolean => {
  const [object, property] = [node.namedChild(0), node.namedChild(1)];
  if (object === null || property === null || !/^(attribute|member_expression)$/.test(node.type)) return false;
  return (
    /^(name|base|stem)$/.test(property.text) &&
    /^(Path|PurePath|PurePosixPath|parse)$/.test(file.callAt(object)?.name ?? '')
  );
};
const fileName = (call: Call) => /^(GetFileName|getFileName|getName|Base)$/.test(call.name);

/** A path is compared with its root, or parts that lead upwards are refused. */
const staysBelow: GuardTest = (condition, names, file) =>
  allowList(condition, names, file) || saysBelow(condition) || callsInside(condition, file);

const BELOW =
  /startsWith|startswith|StartsWith|HasPrefix|is_relative_to|isRelativeTo|commonpath|commonprefix|str_starts_with|strncmp|strpos|IsLocal|relative\b|relative_to|strstr|\.\.['"`]|isAbsolute/;

function saysBelow(condition: Node): boolean {
  return BELOW.test(condition.text);
}

/** `isInside(root, file)`: one of the file has to look, one from elsewhere is taken by its name. */
function callsInside(condition: Node, file: CodeFile): boolean {
  const calls = file.calls.filter(
    ({ node }) => node.startIndex >= condition.startIndex && node.endIndex <= condition.endIndex,
  );
  return calls.some(({ name }) => {
    const own = file.functionNamed(name);
    if (own !== undefined) return BELOW.test(own.node.text);
    return /inside|within|contain|below|under|sub_?path|child|safe|allowed|local/i.test(name);
  });
}

/** The parts of a path after its first, whatever they are put together with. */
function laterParts(file: CodeFile, node: Node, seen: ReadonlySet<number> = new Set()): readonly Node[] {
  if (seen.has(node.id)) return [];
  const deeper = new Set(seen).add(node.id);
  if (isVariable(node)) {
    const scope = file.functionOf(node);
    return file
      .assignments(node.text)
      .filter(({ owner }) => owner === undefined || within(scope, owner))
      .flatMap(({ value, node: whole }) => [
        ...laterParts(file, value, deeper),
        ...(file.callAt(whole) !== undefined && /printf$|^str/.test(file.callAt(whole)!.name) ? [value] : []),
      ]);
  }
  const call = file.callAt(node);
  if (call !== undefined) {
    const inner = call.object === undefined ? [] : laterParts(file, call.object, deeper);
    if (call.name === 'joinpath') return call.args;
    if (JOINS.test(call.name) && call.args.length > 1) {
      const first = call.args[0]!;
      return [
        ...laterParts(file, first, deeper),
        ...(call.name === 'URL' ? call.args.slice(0, 1) : call.args.slice(1)),
      ];
    }
    return [...inner, ...call.args.flatMap((each) => laterParts(file, each, deeper))];
  }
  if (/^(binary_expression|binary_operator)$/.test(node.type)) {
    const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
    if (left === null || right === null) return [];
    return [...laterParts(file, left, deeper), right];
  }
  if (isText(node)) {
    // `${root}/${name}`
    const parts = node.namedChildren.flatMap((child) =>
      child !== null && (/substitution|^interpolation$/.test(child.type) || isVariable(child)) ? [child] : [],
    );
    const begins = parts[0] !== undefined && parts[0].startIndex <= node.startIndex + 2;
    return begins ? parts.slice(1) : parts;
  }
  return node.namedChildren.flatMap((child) => (child === null ? [] : laterParts(file, child, deeper)));
}

/** `open` is a name of many things. */
function isOfFiles({ name, object }: Call, { family }: CodeFile): boolean {
  if (family !== 'script' || object === undefined || !/^(open|rm|unlink|writeFile|readFile)$/.test(name)) return true;
  return /(^|[._])(fs\w*|node_?fs|promises|files?)$/i.test(object.text);
}

export const pathTraversal: WeaknessRule = {
  cwe: 'CWE-22',
  title: 'path traversal: a name from outside leads out of the folder that it has to stay in',
  families: ['script', 'python', 'go', 'java', 'csharp', 'php', 'c'],
  *find(file) {
    const flow = new Flow(file, {
      cleans: (call, of) => fileName(call) || cleans(call, of),
      guards: staysBelow,
      cleansNode: lastPart,
    });
    const opens = OPENS[file.family]!;
    for (const call of file.calls) {
      if (!opens.test(call.name) || !isOfFiles(call, file)) continue;
      const paths = [
        ...call.args.slice(0, call.name === 'ServeFile' ? 3 : 1),
        ...(call.object !== undefined && /^(read_text|read_bytes|write_text|write_bytes|unlink|open)$/.test(call.name)
          ? [call.object]
          : []),
      ];
      const parts = paths.flatMap((each) => laterParts(file, each)).filter((each) => variablesIn(each).length > 0);
      if (parts.some((each) => flow.reaches(each, call.node))) yield call.node;
    }
  },
};

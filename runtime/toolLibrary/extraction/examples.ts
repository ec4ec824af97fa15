/** Which tool a call with literal arguments is an example of. */
import type { DraftExample, FileDraft, LiteralCall, ToolDraft } from './draft';
import { isJson, type Literal, setKey } from './literal';
import type { ResolveModule } from './usage/usageClosure';

/** More examples of one tool are not kept: those with results go first. */
const most = 24;

/** Examples of every tool, from its documentation and from calls in all files. */
export function collectExamples(
  files: readonly FileDraft[],
  resolve: ResolveModule,
): ReadonlyMap<ToolDraft, readonly DraftExample[]> {
  const byPlace = new Map<string, ToolDraft>();
  for (const { path, tools } of files) {
    for (const tool of tools) if (tool.callName !== undefined) byPlace.set(`${path}#${tool.callName}`, tool);
  }
  const found = new Map<ToolDraft, DraftExample[]>();
  const add = (tool: ToolDraft, call: LiteralCall): void => {
    const example = exampleOf(tool, call);
    if (example === undefined) return;
    const known = found.get(tool);
    if (known === undefined) found.set(tool, [example]);
    else known.push(example);
  };
  for (const file of files) {
    for (const tool of file.tools) for (const call of tool.calls) add(tool, call);
    for (const call of file.calls) {
      for (const place of placesOf(file, call.callee, resolve)) {
        const tool = byPlace.get(place);
        if (tool === undefined) continue;
        add(tool, call);
        break;
      }
    }
  }
  return new Map([...found].map(([tool, examples]) => [tool, chosen(examples)]));
}

/** Where the callee may be defined: `path#name`. */
function placesOf(file: FileDraft, callee: string, resolve: ResolveModule): readonly string[] {
  const parts = callee.split('.');
  const [head = '', ...rest] = parts;
  const imported = file.imports.get(head);
  if (imported === undefined) return [`${file.path}#${callee}`];
  const places: string[] = [];
  const { module, name } = imported;
  const target = resolve(file.path, module);
  if (target !== undefined) {
    const inner = name === undefined || name === '*' ? rest : [name, ...rest];
    places.push(`${target}#${inner.join('.')}`);
    if (name === 'default') places.push(`${target}#${[head, ...rest].join('.')}`);
  }
  // `from pkg import mod`, `mod.f()`; `import pkg.mod`, `pkg.mod.f()`.
  for (let taken = 1; taken < rest.length + 1; taken++) {
    const below = [module, ...(name === undefined ? [] : [name]), ...rest.slice(0, taken - 1)].join('.');
    const inner = below === module ? undefined : resolve(file.path, below.replace('..', '.'));
    if (inner !== undefined) places.push(`${inner}#${rest.slice(taken - 1).join('.')}`);
  }
  return places;
}

/** @returns undefined where the call does not fit the parameters, or JSON cannot hold an argument */
export function exampleOf(
  { parameters }: Pick<ToolDraft, 'parameters'>,
  { positional, keyword, expected, origin }: LiteralCall,
): DraftExample | undefined {
  const given: Record<string, Literal> = {};
  const byPlace = parameters.filter(({ passing }) => passing !== 'keyword' && passing !== 'keywordRest');
  const fields = parameters.filter(({ passing }) => passing === 'field');
  if (fields.length > 0) {
    const [only, ...more] = positional;
    if (more.length > 0 || typeof only !== 'object' || only === null || !isJson(only)) return undefined;
    for (const [name, value] of Object.entries(only)) setKey(given, name, value as Literal);
  } else {
    for (const [at, value] of positional.entries()) {
      const parameter = byPlace[Math.min(at, byPlace.length - 1)];
      if (parameter === undefined) return undefined;
      if (parameter.passing === 'rest') {
        setKey(given, parameter.name, positional.slice(at));
        break;
      }
      if (at >= byPlace.length) return undefined;
      // An omitted argument of JavaScript.
      if (value !== undefined) setKey(given, parameter.name, value);
    }
  }
  const more: Record<string, Literal> = {};
  for (const [name, value] of Object.entries(keyword)) {
    const isKnown = parameters.some((each) => each.name === name && each.passing !== 'positional');
    setKey(isKnown ? given : more, name, value);
  }
  const open = parameters.find(({ passing }) => passing === 'keywordRest');
  if (Object.keys(more).length > 0) {
    if (open === undefined) return undefined;
    setKey(given, open.name, more);
  }
  const isComplete = parameters.every(({ name, required }) => !required || Object.hasOwn(given, name));
  const isKnownTool =
    fields.length === 0 || Object.keys(given).every((key) => parameters.some(({ name }) => name === key));
  if (!isComplete || !isKnownTool || !Object.values(given).every(isJson)) return undefined;
  return { arguments: given, origin, ...(expected === undefined ? {} : { expected }) };
}

function chosen(examples: readonly DraftExample[]): readonly DraftExample[] {
  const byArguments = new Map<string, DraftExample>();
  for (const example of examples) {
    const key = JSON.stringify(example.arguments);
    const known = byArguments.get(key);
    if (known === undefined || (known.expected === undefined && example.expected !== undefined))
      byArguments.set(key, example);
  }
  const all = [...byArguments.values()];
  return [...all.filter(({ expected }) => expected), ...all.filter(({ expected }) => !expected)].slice(0, most);
}

import type { Node } from '@vscode/tree-sitter-wasm';
import { applyReplacements, reachFunction, type CollectionFile, type TextReplacement } from '../merging';
import { rewriteArguments } from './calls/rewriteCall';
import type { AdapterUse } from './names/findUses';
import type { WorkspaceNames } from './names/workspaceNames';
import type { InlinedCall, LeftUse } from './types';

export interface InlinedFile {
  /** undefined: nothing changes. */
  readonly text: string | undefined;
  readonly inlined: readonly InlinedCall[];
  readonly left: readonly LeftUse[];
}

/** Rewrites the calls of adapters in one file, those inside others first. @param keep reason by line for calls that are to stay */
export function inlineFile(
  names: WorkspaceNames,
  file: CollectionFile,
  uses: readonly AdapterUse[],
  keep: (use: AdapterUse) => string | undefined,
): InlinedFile {
  const inner = [...uses].sort((a, b) => b.node.startIndex - a.node.startIndex);
  const writing = new Writing(names, file);
  const left: LeftUse[] = [];
  const inlined: { readonly call: Node; readonly path: string; readonly line: number; readonly from: string }[] = [];
  for (const use of inner) {
    const reason = use.problem ?? keep(use) ?? writing.rewrite(use);
    const place = { path: file.path, line: use.node.startPosition.row + 1 };
    if (reason !== undefined) left.push({ ...place, name: use.adapter.name, reason });
    else if (use.call !== undefined) inlined.push({ ...place, call: use.call, from: use.call.text });
  }
  return {
    text: writing.edits.length === 0 ? undefined : writing.text(),
    inlined: inlined.reverse().map(({ call, ...each }) => ({ ...each, to: writing.textOf(call) })),
    left: left.reverse(),
  };
}

class Writing {
  edits: TextReplacement[] = [];
  private readonly imports = new Map<string, TextReplacement>();
  private readonly callees = new Map<string, string>();
  private readonly taken = new Set<string>();

  constructor(
    private readonly names: WorkspaceNames,
    private readonly file: CollectionFile,
  ) {}

  text(): string {
    return applyReplacements(this.file.text, [...this.imports.values(), ...this.edits]);
  }

  readonly textOf = ({ startIndex, endIndex }: { readonly startIndex: number; readonly endIndex: number }): string =>
    applyReplacements(
      this.file.text.slice(startIndex, endIndex),
      this.edits
        .filter(({ start, end }) => start >= startIndex && end <= endIndex)
        .map(({ start, end, after }) => ({ start: start - startIndex, end: end - startIndex, after })),
    );

  /** @returns why the call stays; undefined: it is rewritten */
  rewrite(use: AdapterUse): string | undefined {
    const { call, adapter, node } = use;
    if (call === undefined) return 'it is no call';
    const awaited = awaitAround(use, call);
    if (typeof awaited === 'string') return awaited;
    const list = rewriteArguments(adapter, call, this.textOf);
    if ('reason' in list) return list.reason;
    const callee = this.calleeOf(use);
    if ('reason' in callee) return callee.reason;
    const around = awaited === undefined ? [] : [{ start: awaited.startIndex, end: call.startIndex, after: '' }];
    const fresh = [...around, { start: node.startIndex, end: node.endIndex, after: callee.text }, ...list];
    // What lies inside a list that is written anew is part of it already.
    this.edits = [
      ...this.edits.filter(
        (old) => !fresh.some(({ start, end }) => start <= old.start && old.end <= end && end > start),
      ),
      ...fresh,
    ];
    return undefined;
  }

  /** How the function is called at a place, with an import where one is needed. */
  private calleeOf({
    adapter: { target },
    module,
    scope,
    node,
  }: AdapterUse): { readonly text: string } | { readonly reason: string } {
    const { path } = this.file;
    const exported = target.path === path ? target.name : this.names.exportedAs(target.path, target.name);
    if (exported === undefined) return { reason: `${target.path} does not export ${target.name}` };
    if (module?.path === target.path) return { text: `${module.text}.${exported}` };
    const key = `${target.path}#${exported}`;
    const known = this.callees.get(key) ?? this.reach(target.path, exported, key, node);
    if (typeof known !== 'string') return known;
    const found = scope.find(known.split('.')[0] ?? known);
    if (found !== undefined && found.scope.kind !== 'module') return { reason: `${known} means something else here` };
    return { text: known };
  }

  private reach(path: string, name: string, key: string, node: Node): string | { readonly reason: string } {
    const { files } = this.names;
    const isCircle = path !== this.file.path && files.loads(path, this.file.path);
    if (isCircle && (/\.(pyi?|cjs)$/.test(this.file.path) || isAtTop(node))) {
      return { reason: `${path} loads this file, and both would load each other in a circle` };
    }
    const { callee, edit, localImport } = reachFunction(files, this.file, path, name, this.taken);
    if (localImport !== undefined)
      return { reason: `${path} loads this file, and both would load each other in a circle` };
    if (edit !== undefined && edit.start > node.startIndex)
      return { reason: 'it stands above the imports of its file' };
    if (edit !== undefined) this.imports.set(key, edit);
    this.callees.set(key, callee);
    return callee;
  }
}

/** Whether something is evaluated when the file is loaded. */
function isAtTop(node: Node): boolean {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (/function|method|lambda/.test(at.type)) return false;
  }
  return true;
}

/** The `await` that is to go, where the adapter was awaited and the function is not; or why the call stays. */
function awaitAround({ adapter }: AdapterUse, call: Node): Node | string | undefined {
  const { declaration, targetAsynchronous, language } = adapter;
  if (!declaration.asynchronous || targetAsynchronous) return undefined;
  const around = call.parent;
  if (around?.type !== 'await' && around?.type !== 'await_expression') {
    return 'its promise is used without being awaited at once, and the function gives none';
  }
  // What JavaScript awaits need not be a promise, and the wait is part of the order of things.
  return language === 'python' ? around : undefined;
}

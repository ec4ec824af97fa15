/** Tools as they are shown in a list. */
import type { ListedTool, ToolRun } from '../protocol';
import type { Fingerprint, ToolParameter, ToolRecord } from '../types';

/** @param fingerprints undefined: nothing was run yet */
export function listTools(
  tools: readonly ToolRecord[],
  texts: ReadonlyMap<string, string>,
  fingerprints: ReadonlyMap<string, Fingerprint> | undefined,
): readonly ListedTool[] {
  const alike = new Map<string, number>();
  for (const found of fingerprints?.values() ?? []) {
    if (found.status === 'run') alike.set(found.hash, (alike.get(found.hash) ?? 0) + 1);
  }
  return tools.map((tool) => ({
    ...{ id: tool.id, name: tool.name, kind: tool.kind, summary: tool.summary, effects: tool.effects },
    ...{ path: tool.source?.path ?? '', line: lineOf(tool, texts), signature: signatureText(tool) },
    ...{ examples: tool.examples.length, provenance: tool.provenance, deprecated: tool.deprecated === true },
    run: runOf(fingerprints?.get(tool.id), alike),
  }));
}

function runOf(found: Fingerprint | undefined, alike: ReadonlyMap<string, number>): ToolRun {
  if (found === undefined) return { status: 'waiting' };
  if (found.status === 'skipped') return found;
  const { cases, raised, hash } = found;
  return { status: 'run', cases, raised, alike: alike.get(hash) ?? 1 };
}

function lineOf({ source }: ToolRecord, texts: ReadonlyMap<string, string>): number {
  if (source === undefined) return 1;
  let line = 1;
  const text = texts.get(source.path) ?? '';
  for (let at = text.indexOf('\n'); at >= 0 && at < source.start; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

/** E.g. `slugify(text: str, limit: int = 80) -> str`, in the way of its language. */
export function signatureText({ kind, name, parameters, returns }: ToolRecord): string {
  const python = kind === 'python';
  const written = parameters.map((each) => parameterText(each, python)).join(', ');
  const result = returns?.type ?? typeName(returns?.schema);
  return `${name}(${written})${result === undefined ? '' : python ? ` -> ${result}` : `: ${result}`}`;
}

function parameterText({ name, type, schema, required, default: value }: ToolParameter, python: boolean): string {
  const typed = type ?? typeName(schema);
  const optional = !required && !python && value === undefined ? '?' : '';
  const fallback = required || (value === undefined && !python) ? '' : ` = ${literal(value, python)}`;
  return `${name}${optional}${typed === undefined ? '' : `: ${typed}`}${fallback}`;
}

function typeName(schema: ToolParameter['schema'] | undefined): string | undefined {
  return typeof schema?.type === 'string' ? schema.type : undefined;
}

function literal(value: unknown, python: boolean): string {
  if (value === undefined || typeof value === 'bigint') return value === undefined ? '…' : String(value);
  if (python && (value === null || typeof value === 'boolean')) {
    return value === null ? 'None' : value ? 'True' : 'False';
  }
  return JSON.stringify(value);
}

import { notCallable } from '../execution';
import { signatureOf, structuralForm, type StructuralForm } from '../grouping';
import type { ToolRecord } from '../types';
import { placeOfTool } from './placeOfTool';
import type { DuplicatePlace } from './types';

/** A tool as the index keeps it. */
export interface KnownTool {
  readonly record: ToolRecord;
  readonly place: DuplicatePlace;
  readonly form: Omit<StructuralForm, 'pieces'> | undefined;
  /** Equal for tools whose code is the same. */
  readonly codeKey: string | undefined;
  /** Equal for tools whose code is the same but for constants. */
  readonly shapeKey: string | undefined;
}

/** Shorter code that differs in constants says too little: `return x * 0.5`. Tokens. */
const leastLengthOfShape = 24;

/** @param text of its file @param known the same tool as it was known before, wherever it stood */
export async function knownTool(
  record: ToolRecord,
  text: string,
  known: KnownTool | undefined,
): Promise<KnownTool | undefined> {
  // Adapters under old names do the same on purpose.
  if (record.deprecated === true) return undefined;
  const place = placeOfTool(record, text);
  if (place === undefined) return undefined;
  if (known !== undefined) return { ...known, record, place, ...keysOf(record, known.form) };
  const whole = await structuralForm(record);
  const form = whole && {
    ...{ language: whole.language, hash: whole.hash, shape: whole.shape },
    ...{ constants: whole.constants, length: whole.length },
  };
  return { record, place, form, ...keysOf(record, form) };
}

function keysOf(record: ToolRecord, form: KnownTool['form']): Pick<KnownTool, 'codeKey' | 'shapeKey'> {
  if (form === undefined) return { codeKey: undefined, shapeKey: undefined };
  const around = JSON.stringify([form.language, signatureOf(record), surroundings(record)]);
  const hasShape = form.constants.length > 0 && form.length >= leastLengthOfShape;
  return {
    codeKey: `${form.hash} ${around}`,
    shapeKey: hasShape ? `${form.shape} ${around}` : undefined,
  };
}

/** The same names mean the same: helpers in one file, relative imports in one folder, packages everywhere. */
function surroundings({ source, dependencies }: ToolRecord): readonly string[] {
  const { helpers, imports } = dependencies;
  const path = source?.path ?? '';
  if (helpers.length > 0) return [path, ...imports];
  const isRelative = imports.some((module) => module.startsWith('.'));
  return [...(isRelative ? [path.slice(0, path.lastIndexOf('/') + 1)] : []), ...imports];
}

/** Whether one calls the other, by the names in its text: a short form of it on purpose. */
export function callsOther({ record }: KnownTool, { record: other, place }: KnownTool): boolean {
  const name = (place.access.split('.').at(-1) ?? place.name).replaceAll(/[^\w]/g, '\\$&');
  const isSeen = record.source?.path === other.source?.path || record.dependencies.imports.length > 0;
  if (!isSeen || place.access === record.source?.access) return false;
  return new RegExp(`(?<![\\w$])${name}\\s*\\(`).test(record.source?.text ?? '');
}

/** Whether two tools can become one, as far as their texts tell. */
export function mayMerge({ record: one }: KnownTool, { record: other }: KnownTool): boolean {
  const language = ({ kind }: ToolRecord) => (kind === 'javascript' ? 'typescript' : kind);
  if (language(one) !== language(other) || one.parameters.length !== other.parameters.length) return false;
  const isFree = (tool: ToolRecord) =>
    notCallable(tool) === undefined && tool.source?.access?.includes('.') === false && tool.source.exported;
  return isFree(one) && isFree(other);
}

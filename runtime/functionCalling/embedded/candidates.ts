import { jsonText } from './jsonText';
import type { Json } from '../../gateway/types';
import { isJsonArray } from '../json/exactJson';
import { clockTime, isoDate } from './dateSpans';
import type { RequestSpan } from './requestSpan';
import type { Slot, SlotType } from './slots';

/**
 * 'as-written': the span itself; 'share': a percentage as a part of one; 'iso': a date or time as machines write it;
 * 'value': one of the parameter's own values; 'single': a list of one; 'none': the parameter stays away.
 */
export type CandidateForm = 'as-written' | 'share' | 'iso' | 'value' | 'single' | 'none';

/** A value that a slot may get. */
export interface Candidate {
  readonly form: CandidateForm;
  readonly value: Json | undefined;
  readonly span: RequestSpan | undefined;
}

const none: Candidate = { form: 'none', value: undefined, span: undefined };

/** @param spans of the request, in its order */
export function candidatesOf(slot: Slot, request: string, spans: readonly RequestSpan[]): readonly Candidate[] {
  const given = valuesFor(slot, request, spans);
  return slot.required ? given : [...given, none];
}

function valuesFor(slot: Slot, request: string, spans: readonly RequestSpan[]): readonly Candidate[] {
  switch (slot.type) {
    case 'enum':
      return ownValues(slot, request);
    case 'boolean':
      return [true, false].map((value) => ({ form: 'value', value, span: undefined }));
    case 'array':
      return spans.flatMap((span) => listsFrom(slot, span));
    case 'object':
      return spans.flatMap((span) => (span.kind === 'object' ? [{ form: 'as-written', value: span.value, span }] : []));
    case 'string':
      return [...spans.flatMap((span) => simpleFrom('string', span)), ...ownValues(slot, request)];
    default:
      return spans.flatMap((span) => simpleFrom(slot.type, span));
  }
}

function ownValues({ values, schema }: Slot, request: string): readonly Candidate[] {
  const lower = request.toLowerCase();
  const list: readonly Json[] = isJsonArray(schema.enum) ? schema.enum : values;
  return list.map((value) => {
    const text = jsonText(value).toLowerCase().replaceAll(/[_-]/g, ' ');
    const start =
      text.length > 1 ? lower.replaceAll('-', ' ').search(new RegExp(`(?<!\\w)${text.replace(/[^\w ]/g, '.')}`)) : -1;
    const end = start + text.length;
    const span: RequestSpan | undefined =
      start < 0 ? undefined : { kind: 'phrase', start, end, text: request.slice(start, end), value };
    return { form: 'value', value, span };
  });
}

function simpleFrom(type: SlotType, span: RequestSpan): readonly Candidate[] {
  const { kind, value, text, unit } = span;
  if (type === 'number' || type === 'integer') {
    if (kind !== 'number' || typeof value !== 'number') return [];
    const written: Candidate = { form: 'as-written', value, span };
    if (type === 'integer') return Number.isInteger(value) ? [written] : [];
    const isShare = unit !== undefined && /^(?:%|percent)/.test(unit);
    return isShare ? [written, { form: 'share', value: Number((value / 100).toPrecision(12)), span }] : [written];
  }
  if (kind === 'list' || kind === 'object') return [];
  const written: Candidate = { form: 'as-written', value: text, span };
  const iso = kind === 'date' ? isoDate(text) : kind === 'time' ? clockTime(text) : undefined;
  return iso === undefined || iso === text ? [written] : [written, { form: 'iso', value: iso, span }];
}

function listsFrom({ items }: Slot, span: RequestSpan): readonly Candidate[] {
  const member = items ?? 'string';
  if (span.kind === 'list' && isJsonArray(span.value)) {
    const isNumber = member === 'number' || member === 'integer';
    const fits = (each: Json): boolean =>
      isNumber
        ? typeof each === 'number' && (member === 'number' || Number.isInteger(each))
        : member === 'string' || member === 'enum'
          ? typeof each === 'string'
          : member === 'array'
            ? isJsonArray(each)
            : typeof each !== 'string';
    return span.value.every(fits) ? [{ form: 'as-written', value: span.value, span }] : [];
  }
  if (member === 'array' || member === 'object' || member === 'boolean') return [];
  return simpleFrom(member === 'enum' ? 'string' : member, span).map((each) => ({
    ...each,
    form: 'single',
    value: [each.value!],
  }));
}

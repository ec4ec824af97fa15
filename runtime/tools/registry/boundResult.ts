import { stripVTControlCharacters } from 'node:util';
import { isJsonArray, isJsonObject } from '../../functionCalling';
import type { Json } from '../../gateway/types';
import { readableBytes } from '../../files';
import type { ToolContent, ToolResult } from '../types';

export interface ResultLimits {
  /** UTF-8 bytes of all content. */
  readonly bytes: number;
  readonly lines: number;
  /** Of objects and lists inside each other. */
  readonly depth: number;
  /** Of a list, and members of an object. */
  readonly items: number;
}

/** About 8,000 tokens: several results fit into the context of a small model. */
export const defaultResultLimits: ResultLimits = { bytes: 24_000, lines: 600, depth: 8, items: 200 };

/** Pieces of content, and values inside JSON, that are looked at. */
const mostPieces = 50;
const mostValues = 20_000;

/** A result of any tool as a model can be given it: bounded, without binary data and hidden characters. */
export function boundResult(result: ToolResult, limits: ResultLimits): ToolResult {
  let left = limits.bytes;
  const cuts: string[] = [];
  const pieces = result.content.slice(0, mostPieces);
  if (pieces.length < result.content.length) cuts.push(`${pieces.length} of ${result.content.length} parts are shown`);
  const content = pieces.map((piece): ToolContent => {
    const { content: bounded, cut } = boundPiece(piece, { ...limits, bytes: Math.max(0, left) });
    if (cut !== undefined) cuts.push(cut);
    left -= Buffer.byteLength(textOfContent(bounded));
    return bounded;
  });
  if (cuts.length === 0) return { ...result, content };
  const rest = result.cut ?? 'Ask for less, or for the part that is needed, to see the rest.';
  return { ...result, content, cut: `${[...new Set(cuts)].join('; ')}. ${rest}` };
}

export function textOfContent(content: ToolContent): string {
  switch (content.type) {
    case 'text':
      return content.text;
    case 'json':
      return JSON.stringify(content.value);
    case 'blob':
      return `(${content.mediaType}, ${readableBytes(content.bytes)}, not shown: ${content.note})`;
  }
}

interface Bounded {
  readonly content: ToolContent;
  readonly cut?: string | undefined;
}

function boundPiece(piece: ToolContent, limits: ResultLimits): Bounded {
  switch (piece.type) {
    case 'blob':
      return { content: { ...piece, note: piece.note.slice(0, 200) } };
    case 'text':
      return boundText(piece.text, limits);
    case 'json': {
      const cut = { items: 0, seen: 0 };
      const value = boundJson(piece.value, limits, limits.depth, cut);
      const text = JSON.stringify(value);
      if (Buffer.byteLength(text) > limits.bytes) return boundText(text, limits);
      const note = cut.items > 0 ? 'long lists, texts and deep parts are left out where it says so' : undefined;
      return { content: { type: 'json', value }, cut: note };
    }
  }
}

function boundText(text: string, limits: ResultLimits): Bounded {
  if (isBinary(text)) {
    const bytes = text.length;
    const note = 'it is binary data, which cannot be read as text';
    return { content: { type: 'blob', mediaType: 'application/octet-stream', bytes, note } };
  }
  // Floods are not read to their end.
  const most = limits.bytes * 2 + 1000;
  const whole = text.length <= most * 2 ? cleanText(text) : undefined;
  const lines = whole?.split('\n');
  if (whole !== undefined && lines !== undefined) {
    if (Buffer.byteLength(whole) <= limits.bytes && lines.length <= limits.lines) {
      return { content: { type: 'text', text: whole } };
    }
  }
  const [first, last] =
    whole === undefined ? [cleanText(text.slice(0, most)), cleanText(text.slice(-most))] : [whole, whole];
  // The end of a log says what went wrong; the beginning of anything says what it is.
  const room = { bytes: Math.max(0, limits.bytes - 100), lines: Math.max(0, limits.lines - 1) };
  const head = headOf(first, Math.floor(room.bytes * 0.7), Math.floor(room.lines * 0.7));
  const tail = tailOf(last, Math.floor(room.bytes * 0.3), Math.floor(room.lines * 0.3));
  const size = readableBytes(whole === undefined ? text.length : Buffer.byteLength(whole));
  const middle = `[... left out: the middle of ${size} ...]`;
  const cut = `Cut: ${readableBytes(Buffer.byteLength(head) + Buffer.byteLength(tail))} of ${size} are shown`;
  return { content: { type: 'text', text: [head, middle, tail].join('\n') }, cut };
}

/** Zero bytes and many control characters do not occur in texts. */
function isBinary(text: string): boolean {
  const sample = stripVTControlCharacters(text.slice(0, 8000));
  if (sample.includes('\0')) return true;
  let odd = 0;
  for (const character of sample) if (/(?![\n\r\t\f\v])\p{Cc}|\ufffd/u.test(character)) odd++;
  return odd > 8 && odd > sample.length / 20;
}

/**
 * Without colours of terminals, overwritten lines, control characters, and characters that people do not see and models do: tags and
 * changes of direction have been used to hide instructions.
 */
export function cleanText(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map((line) => line.slice(line.replace(/\r+$/, '').lastIndexOf('\r') + 1).replace(/\r+$/, ''))
    .join('\n')
    .replace(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu, '')
    .replace(/\p{Surrogate}/gu, '\ufffd');
}

function headOf(text: string, bytes: number, lines: number): string {
  const cut = Buffer.from(text.slice(0, bytes))
    .subarray(0, bytes)
    .toString()
    .replace(/\ufffd+$/, '');
  const kept = cut.split('\n').slice(0, lines);
  const whole = kept.join('\n');
  // A last line that was cut short would be misread; it goes where others are left.
  return kept.length > 1 && whole.length === cut.length && cut.length < text.length
    ? kept.slice(0, -1).join('\n')
    : whole;
}

function tailOf(text: string, bytes: number, lines: number): string {
  const all = Buffer.from(bytes === 0 ? '' : text.slice(-bytes));
  const cut = all
    .subarray(Math.max(0, all.length - bytes))
    .toString()
    .replace(/^\ufffd+/, '');
  const kept = lines === 0 ? [] : cut.split('\n').slice(-lines);
  const whole = kept.join('\n');
  return kept.length > 1 && whole.length === cut.length && cut.length < text.length ? kept.slice(1).join('\n') : whole;
}

function boundJson(value: Json, limits: ResultLimits, depth: number, cut: { items: number; seen: number }): Json {
  cut.seen++;
  if (typeof value === 'string') {
    const { content, cut: shortened } = boundText(value, { ...limits, bytes: Math.max(400, limits.bytes / 2) });
    if (shortened !== undefined || content.type !== 'text') cut.items++;
    return textOfContent(content);
  }
  if (!isJsonArray(value) && !isJsonObject(value)) return value;
  const size = isJsonArray(value) ? value.length : Object.keys(value).length;
  if ((depth === 0 || cut.seen > mostValues) && size > 0) {
    cut.items++;
    return `(left out: ${size} ${isJsonArray(value) ? 'items' : 'members'})`;
  }
  const beyond = size - limits.items;
  if (beyond > 0) cut.items++;
  if (isJsonArray(value)) {
    const items = value.slice(0, limits.items).map((each) => boundJson(each, limits, depth - 1, cut));
    return beyond > 0 ? [...items, `(left out: ${beyond} more items)`] : items;
  }
  const members = Object.entries(value).slice(0, limits.items);
  const bounded = members.map(([name, each]): [string, Json] => [name, boundJson(each, limits, depth - 1, cut)]);
  if (beyond > 0) bounded.push(['...', `(left out: ${beyond} more members)`]);
  return Object.fromEntries(bounded);
}

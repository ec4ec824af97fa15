import { jsonText } from './jsonText';
import { isJsonArray } from '../json/exactJson';
import type { Candidate } from './candidates';
import type { RequestSpan } from './requestSpan';
import { splitWords, type Slot } from './slots';
import { isOuterWord } from './textSpans';
import { knownTopic, unitTopics, type Topic } from './vocabulary';

/** A request, read once for all slots. */
export interface ReadRequest {
  readonly text: string;
  readonly spans: readonly RequestSpan[];
  readonly words: readonly PlacedWord[];
  /** Numbers and names in their order. */
  readonly ranks: ReadonlyMap<RequestSpan, { readonly rank: number; readonly count: number }>;
}

interface PlacedWord {
  readonly word: string;
  readonly stem: string;
  readonly start: number;
  readonly end: number;
}

export function readRequest(text: string, spans: readonly RequestSpan[]): ReadRequest {
  const words = [...text.matchAll(/\p{L}+|\d+/gu)].map(({ 0: word, index: start }) => {
    const lower = word.toLowerCase();
    return { word: lower, stem: shortened(lower), start, end: start + word.length };
  });
  const ranks = new Map<RequestSpan, { rank: number; count: number }>();
  for (const kind of ['number', 'quoted', 'name', 'date', 'list'] as const) {
    const same = spans.filter((span) => span.kind === kind);
    same.forEach((span, rank) => ranks.set(span, { rank, count: same.length }));
  }
  return { text, spans, words, ranks };
}

/** Enough that plurals and most forms of a verb meet. */
export function shortened(word: string): string {
  return word.length <= 4 ? word.replace(/s$/, '') : word.replace(/(?:ies|ing|ed|es|s|y|e)$/, '').slice(0, 7);
}

/** What is known of a slot's rivals: whose words stand nearest to a span. */
export interface SlotContext {
  readonly slots: readonly Slot[];
  /** Stems of the words of the tool's name. */
  readonly toolStems: ReadonlySet<string>;
}

export function slotContext(slots: readonly Slot[], toolName: string): SlotContext {
  return { slots, toolStems: new Set(splitWords(toolName).map(shortened)) };
}

const group = (slot: Slot) => (slot.type === 'integer' ? 'number' : slot.type);

/** Names of the features that are 1 for a candidate of a slot; all others are 0. */
export function slotFeatures(slot: Slot, candidate: Candidate, request: ReadRequest, context: SlotContext): string[] {
  const type = group(slot);
  const { form, span, value } = candidate;
  if (form === 'none') return noneFeatures(slot, request, type);
  const features = [`${type}:${form}`];
  const head = slot.nameWords.at(-1) ?? '';
  if (form === 'value') ownValueFeatures(features, slot, candidate, request, type);
  if (slot.schema.default !== undefined && slot.schema.default === value) features.push(`${type} is-default`);
  if (span === undefined) return features;
  const kind = spanKind(span);
  features.push(`${type}:${form} ${kind}`, `head=${head} ${kind}`);
  if (form !== 'value') {
    for (const topic of slot.topics) features.push(`topic=${topic} ${kind}`);
    if (slot.items !== undefined) features.push(`items=${slot.items} ${kind}:${form}`);
  }
  topicFeatures(features, slot, span, type);
  placeFeatures(features, slot, span, request, context, type);
  shapeFeatures(features, slot, candidate, span, context, type);
  if (type !== 'number' && form !== 'value')
    for (const each of edgeFeatures(span, request.text)) features.push(`${type} ${each}`);
  const order = request.ranks.get(span);
  if (order !== undefined && slot.required && form !== 'value') {
    const same = order.rank === slot.rank;
    features.push(`order ${same} ${order.count === slot.peers} ${Math.min(slot.peers, 4)}`);
    if (slot.peers === 1) features.push(`alone ${kind} ${order.count === 1}`);
  }
  return features;
}

function spanKind({ kind, text, unit, value }: RequestSpan): string {
  if (kind === 'number') {
    const size =
      typeof value === 'number' && Number.isInteger(value)
        ? value >= 1500 && value <= 2100 && unit === undefined
          ? 'year'
          : 'whole'
        : 'broken';
    return unit === undefined || unitTopics(unit).length === 0 ? `number-${size}` : `number-unit`;
  }
  if (kind === 'list')
    return isJsonArray(value) && typeof value[0] === 'number'
      ? text.startsWith('[')
        ? 'list-code'
        : 'list-numbers'
      : text.startsWith('[')
        ? 'list-code'
        : 'list-texts';
  if (kind === 'code')
    return text.includes('@')
      ? 'code-email'
      : /^https?:/.test(text)
        ? 'code-url'
        : /[\\/]|\.\w{1,5}$/.test(text)
          ? 'code-path'
          : 'code-id';
  return kind;
}

function ownValueFeatures(
  features: string[],
  slot: Slot,
  { value, span }: Candidate,
  request: ReadRequest,
  type: string,
): void {
  if (slot.type === 'boolean') {
    const own = slot.nameWords.filter((word) => word.length > 2 && word !== 'set' && !weak.has(word)).map(shortened);
    const at = request.words.findIndex(({ stem }) => own.includes(stem));
    const before = request.words.slice(Math.max(0, at - 4), Math.max(0, at)).map(({ word }) => word);
    const denied =
      at >= 0 &&
      before.some((word) =>
        ['not', 'no', 'without', 'exclude', 'excluding', 'don', 'disable', 'skip', 'never'].includes(word),
      );
    const after =
      at < 0
        ? undefined
        : request.words.slice(at, at + 7).find(({ word }) => word === 'true' || word === 'false')?.word;
    if (after !== undefined) features.push(`boolean ${jsonText(value)} told=${after}`);
    const near =
      at < 0
        ? undefined
        : request.words.slice(Math.max(0, at - 3), at).find(({ word }) => word === 'true' || word === 'false')?.word;
    if (near !== undefined) features.push(`boolean ${jsonText(value)} told before=${near}`);
    const all = request.words.filter(({ word }) => word === 'true' || word === 'false');
    if (all.length === 1 && slot.peers === 1) features.push(`boolean ${jsonText(value)} told anywhere=${all[0]!.word}`);
    features.push(
      `boolean ${jsonText(value)} said=${at >= 0} denied=${denied}`,
      `boolean ${jsonText(value)} needed=${slot.required}`,
    );
    return;
  }
  const stems = splitWords(jsonText(value)).map(shortened);
  const found = stems.filter((stem) =>
    request.words.some((each) => each.stem === stem || (stem.length > 3 && each.stem.startsWith(stem))),
  ).length;
  const share = stems.length === 0 ? 0 : found / stems.length;
  features.push(`${type} own whole=${span !== undefined} share=${share === 0 ? 0 : share < 1 ? 'some' : 'all'}`);
  if (jsonText(value).length <= 2) features.push(`${type} own short whole=${span !== undefined}`);
}

function topicFeatures(features: string[], slot: Slot, span: RequestSpan, type: string): void {
  const topics: readonly Topic[] =
    span.unit === undefined ? [knownTopic(span.text)].filter((each) => each !== undefined) : unitTopics(span.unit);
  if (topics.length === 0) {
    features.push(`${type} unit=none measured=${slot.topics.some((topic) => measured.has(topic))}`);
    return;
  }
  const meets = topics.some((topic) => slot.topics.includes(topic));
  features.push(`${type} topics=${meets}`, `${type} topics=${meets} known=${slot.topics.length > 0}`);
  const unit = span.unit === undefined ? '' : shortened(span.unit);
  if (unit !== '' && slot.nameWords.some((word) => shortened(word) === unit)) features.push(`${type} unit in name`);
  else if (unit !== '' && [...slot.descriptionWords].some((word) => shortened(word) === unit))
    features.push(`${type} unit in description`);
}

const measured = new Set(
  'length mass duration temperature speed money percent volume area force energy power voltage current resistance frequency pressure angle charge data'.split(
    ' ',
  ),
);
const weak = new Set(
  'the a an of to in for is and or on by be it with as at from that this optional default value parameter used given which if should'.split(
    ' ',
  ),
);

function placeFeatures(
  features: string[],
  slot: Slot,
  span: RequestSpan,
  request: ReadRequest,
  { slots }: SlotContext,
  type: string,
): void {
  const { words } = request;
  const first = lowerBound(words, span.start);
  let next = first;
  while (next < words.length && words[next]!.start < span.end) next++;
  const left = words[first - 1]?.word ?? '^';
  const left2 = words[first - 2]?.word ?? '^';
  const right = words[next]?.word ?? '$';
  const head = slot.nameWords.at(-1) ?? '';
  features.push(`${type} left=${left}`, `head=${head} left=${left}`, `${type} right=${right}`);
  features.push(`${type} left2=${left2} ${left}`);
  for (const topic of slot.topics) features.push(`topic=${topic} left=${left}`);
  const mine = nearest(slot, words, first, next);
  features.push(`${type} near ${mine.side} ${mine.far}`);
  const other = slots.some((each) => each !== slot && closeness(nearest(each, words, first, next)) > closeness(mine));
  features.push(`${type} rival=${other} near=${mine.side !== 'nowhere'}`);
  const context = words.slice(Math.max(0, first - 4), first).concat(words.slice(next, next + 3));
  const shared = context.filter(
    ({ word, stem }) =>
      !weak.has(word) &&
      [...slot.descriptionWords].some((each) => each === word || (each.length > 3 && shortened(each) === stem)),
  ).length;
  features.push(`${type} described=${Math.min(shared, 3)}`);
}

interface Nearness {
  readonly side: 'left' | 'right' | 'nowhere';
  /** Words between, 0..5. */
  readonly far: number;
}

/** Where the nearest of a parameter's own words stands. */
function nearest(slot: Slot, words: readonly PlacedWord[], first: number, next: number): Nearness {
  const own = slot.nameWords.filter((word) => word.length > 1 && !weak.has(word)).map(shortened);
  for (let far = 0; far < 6; far++) {
    const left = words[first - 1 - far];
    if (left !== undefined && own.includes(left.stem)) return { side: 'left', far };
    const right = words[next + far];
    if (far < 4 && right !== undefined && own.includes(right.stem)) return { side: 'right', far };
  }
  return { side: 'nowhere', far: 6 };
}

const closeness = ({ side, far }: Nearness) => (side === 'nowhere' ? -1 : 6 - far);

function lowerBound(words: readonly PlacedWord[], start: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

function shapeFeatures(
  features: string[],
  slot: Slot,
  { form }: Candidate,
  span: RequestSpan,
  { slots, toolStems }: SlotContext,
  type: string,
): void {
  if (form === 'share' || span.unit === '%' || span.unit === 'percent') {
    features.push(
      `${form} decimal=${/decimal|fraction|0\.\d|between 0 and 1/.test(slot.description)} percent=${/percent|%/.test(slot.description)} rate=${slot.topics.includes('percent')}`,
    );
  }
  if (form === 'iso' || span.kind === 'date' || span.kind === 'time') {
    features.push(
      `${form} ${span.kind} asked=${/YYYY|yyyy|HH:|hh:|ISO|24/.test(slot.description) || slot.schema.format !== undefined}`,
    );
  }
  if (span.kind === 'number' || span.kind === 'list' || span.kind === 'object') return;
  const words = splitWords(span.text);
  const kind = span.kind;
  const topic = slot.topics[0] ?? 'none';
  features.push(
    `${type} ${kind} words=${Math.min(words.length, 6)}`,
    `topic=${topic} ${kind} words=${Math.min(words.length, 4)}`,
  );
  const stems = words.map(shortened);
  const own = slot.nameWords.map(shortened);
  if (stems.some((stem) => own.includes(stem)))
    features.push(
      `${type} ${kind} holds own name`,
      own.includes(stems.at(-1)!) ? `${type} ${kind} ends in own name` : `${type} ${kind} own name inside`,
    );
  const first = stems[0] ?? '';
  if (own.includes(first)) features.push(`${type} ${kind} begins with own name`);
  if (slots.some((each) => each !== slot && each.nameWords.some((word) => shortened(word) === first)))
    features.push(`${type} ${kind} begins with rival's name`);
  const ofTool = stems.filter((stem) => toolStems.has(stem)).length;
  if (ofTool > 0) features.push(`${type} ${kind} holds tool ${ofTool === stems.length ? 'only' : 'some'}`);
  features.push(`${type} ${kind} capital=${/^\p{Lu}/u.test(span.text)} inner=${/ \p{Lu}/u.test(span.text)}`);
  const example = slot.values[0];
  if (example !== undefined) features.push(`${type} example ${shape(example) === shape(span.text)}`);
  if (span.text.includes(',')) features.push(`comma asked=${/, [A-Z]|comma|state/.test(slot.description)}`);
}

function shape(text: string): string {
  return text
    .replace(/\p{Lu}+/gu, 'X')
    .replace(/\p{Ll}+/gu, 'x')
    .replace(/\d+/g, '0')
    .replace(/(x ?)+/g, 'x');
}

/** For phrases: whether they reach as far as their clause lets them. */
function edgeFeatures(span: RequestSpan, text: string): readonly string[] {
  if (span.kind !== 'phrase' && span.kind !== 'name') return [];
  const before = /([\p{L}\d'’]+)?([^\p{L}\d]*)$/u.exec(text.slice(Math.max(0, span.start - 24), span.start));
  const after = /^([^\p{L}\d]*)([\p{L}\d'’]+)?/u.exec(text.slice(span.end, span.end + 24));
  const side = (sign: string | undefined, word: string | undefined) =>
    /[^\s]/.test(sign ?? '') ? 'sign' : word === undefined ? 'end' : isOuterWord(word) ? 'outer' : 'word';
  const start = side(before?.[2], before?.[1]);
  const end = side(after?.[1], after?.[2]);
  return [`${span.kind} begins=${start}`, `${span.kind} ends=${end}`, `${span.kind} edges=${start} ${end}`];
}

function noneFeatures(slot: Slot, request: ReadRequest, type: string): string[] {
  const own = slot.nameWords.filter((word) => word.length > 2 && !weak.has(word)).map(shortened);
  const said = own.filter((stem) => request.words.some((each) => each.stem === stem)).length;
  const named = slot.values.some(
    (value) => value.length > 1 && request.text.toLowerCase().includes(value.toLowerCase().replaceAll('_', ' ')),
  );
  const head = slot.nameWords.at(-1) ?? '';
  const features = [
    'none',
    `none ${type}`,
    `none ${type} default=${slot.schema.default !== undefined || /default/i.test(slot.description)}`,
    `none ${type} said=${said === 0 ? 0 : said < own.length ? 'some' : 'all'}`,
    `none ${type} named=${named}`,
    `none head=${head}`,
  ];
  for (const topic of slot.topics) features.push(`none topic=${topic}`);
  return features;
}

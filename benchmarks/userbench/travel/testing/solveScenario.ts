/**
 * An own reading of scenarios: from cards, explicit preferences and search arguments alone, as a careful person would do it. Shares with the
 * generator the catalogue's words, and none of its facts.
 */
import type { AspectName } from '../aspects';
import { catalogue } from '../catalogue';
import type { AspectBlock, TravelOption } from '../scenarioSchema';

export interface Judgement {
  readonly id: string;
  /** No answer to the search, or nothing that can exist. */
  readonly odd: boolean;
  /** Explicit preferences that it does not meet. */
  readonly violated: readonly string[];
  /** Price and the fees of what is wanted. */
  readonly cost: number;
}

export function judge(
  aspect: AspectName,
  { preferences, arguments: asked }: AspectBlock,
  option: TravelOption,
): Judgement {
  const shown = textsOf(option);
  const price = Number(option.cost ?? option.expectation);
  let cost = price;
  const violated: string[] = [];
  for (const [, topic, explicit] of preferences) {
    const fee = meets(aspect, topic, explicit, shown);
    if (fee === undefined) violated.push(explicit);
    else cost += fee;
  }
  return { id: option.id, odd: isOdd(aspect, asked, option, shown, price), violated, cost };
}

/** @returns what it costs in addition; undefined: it does not meet it */
function meets(aspect: AspectName, topic: string, explicit: string, shown: readonly string[]): number | undefined {
  if (topic === 'departure time') {
    const [, hours, minutes] = /departs (\d\d):(\d\d)/.exec(shown.join('\n')) ?? [];
    const at = Number(hours) + Number(minutes) / 60;
    const [low = 0, high = 24] = /before (\d+)/.exec(explicit)
      ? [0, Number(/before (\d+)/.exec(explicit)?.[1])]
      : [...explicit.matchAll(/\d+/g)].map(([number]) => Number(number));
    return at >= low && at < high ? 0 : undefined;
  }
  if (topic === 'connection') {
    const stop = /one stop of (\d+) h/.exec(shown.join('\n'))?.[1];
    const met = explicit.includes('nonstop') ? shown.includes('nonstop') : stop !== undefined && Number(stop) >= 8;
    return met ? 0 : undefined;
  }
  const words = catalogue[aspect].flatMap(({ values }) => values).find((value) => value.explicit === explicit)!.shows;
  for (const text of shown) {
    const [, name = '', fee] = /^(.*?)(?: \(\+\$(\d+) per [a-z]+\))?$/.exec(text) ?? [];
    if (words.includes(name)) return Number(fee ?? 0);
  }
  return undefined;
}

function isOdd(
  aspect: AspectName,
  asked: AspectBlock['arguments'],
  option: TravelOption,
  shown: readonly string[],
  price: number,
): boolean {
  if (!(price > 0 && price < 100_000) || Number(option.rating ?? 5) > 10) return true;
  if (
    ['hotel', 'apartment', 'restaurant'].includes(aspect) &&
    !String(option.name).endsWith(`, ${wordsOf(asked.city)}`)
  ) {
    return true;
  }
  switch (aspect) {
    case 'flight': {
      const clock = /departs ([01]\d|2[0-3]):[0-5]\d$/.test(String((option.time as readonly string[])[0]));
      const route = shown.includes(`${wordsOf(asked.origin)} to ${wordsOf(asked.destination)}`);
      return !route || !clock || shown.some((text) => /flight time \d{3,}/.test(text));
    }
    case 'hotel':
      return shown.includes('for 0 guests');
    case 'apartment':
      return Number(option.capacity) < Number(asked.guests);
    case 'rental_car':
      return Number(option.seats) < 1 || shown.some((text) => /locomotive|scale model/.test(text));
    case 'restaurant':
      return typeof option.reviews === 'string' || shown.includes('engine oil');
  }
}

function textsOf(option: TravelOption): readonly string[] {
  return Object.entries(option)
    .filter(([field]) => !['type', 'reason', 'id'].includes(field))
    .flatMap(([, value]) => (Array.isArray(value) ? (value as readonly unknown[]) : []))
    .map(String);
}

function wordsOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

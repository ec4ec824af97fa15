/** Options before they are written as cards: what is true of them, and what they cost with all that is wanted. */
import type { AspectName } from './aspects';
import { catalogue, type CatalogueTopic, type CatalogueValue } from './catalogue';
import type { Draw } from './draw';

export interface Wish {
  readonly topic: CatalogueTopic;
  readonly value: CatalogueValue;
}

export interface OptionFacts {
  /** Dollars in the aspect's unit (a night, a day, a person), without extras. */
  readonly price: number;
  /** What it shows of each exclusive topic. */
  readonly exclusive: ReadonlyMap<CatalogueTopic, string>;
  /** Dollars of each extra that it has; 0: free. */
  readonly extras: ReadonlyMap<CatalogueValue, number>;
}

/** Fees of the catalogue are of a whole booking; options say them by the same unit as their price, so that both can be added. */
export const units: Readonly<Record<AspectName, { readonly name: string; readonly feeShare: number }>> = {
  flight: { name: 'person', feeShare: 1 },
  hotel: { name: 'night', feeShare: 0.5 },
  apartment: { name: 'night', feeShare: 0.6 },
  rental_car: { name: 'day', feeShare: 0.35 },
  restaurant: { name: 'person', feeShare: 0.6 },
};

/** Of extras that an option has. */
const freeShare = 0.4;
/** Extras that nobody asked for. */
const extraShare = 0.3;

export function drawWishes(draw: Draw, aspect: AspectName, count: number): readonly Wish[] {
  return draw.some(catalogue[aspect], count).map((topic) => ({ topic, value: draw.one(topic.values) }));
}

/** @param violated of the wishes: the option has to fail just these */
export function drawFacts(
  draw: Draw,
  aspect: AspectName,
  {
    wishes,
    violated,
    price,
  }: { readonly wishes: readonly Wish[]; readonly violated: ReadonlySet<Wish>; readonly price: number },
): OptionFacts {
  const exclusive = new Map<CatalogueTopic, string>();
  const extras = new Map<CatalogueValue, number>();
  for (const topic of catalogue[aspect]) {
    const wish = wishes.find((each) => each.topic === topic);
    const granted = wish !== undefined && !violated.has(wish);
    if (topic.kind === 'exclusive') {
      exclusive.set(topic, draw.one(granted ? wish.value.shows : othersOf(draw, topic, wish?.value)));
      continue;
    }
    for (const value of topic.values) {
      const has = value === wish?.value ? granted : draw.chance(extraShare);
      if (has) extras.set(value, draw.chance(freeShare) ? 0 : feeOf(draw, aspect, value));
    }
  }
  return { price, exclusive, extras };
}

function feeOf(draw: Draw, aspect: AspectName, { fee = [1, 1] }: CatalogueValue): number {
  return Math.max(1, Math.round(draw.whole(...fee) * units[aspect].feeShare));
}

function othersOf(draw: Draw, topic: CatalogueTopic, unwanted: CatalogueValue | undefined): readonly string[] {
  const values = topic.values.filter((value) => value !== unwanted);
  // One way of showing each: else values with many ways would be drawn more often.
  return [...values.flatMap(({ shows }) => draw.one(shows)), ...(topic.others ?? [])];
}

export function satisfies({ exclusive, extras }: OptionFacts, { topic, value }: Wish): boolean {
  if (topic.kind === 'extra') return extras.has(value);
  return value.shows.includes(exclusive.get(topic) ?? '');
}

/** Price and the fees of extras that are wanted, in the same unit: whatever the nights or persons, the order of options is the same. */
export function allIn({ price, extras }: OptionFacts, wishes: readonly Wish[]): number {
  return wishes.reduce((sum, { value }) => sum + (extras.get(value) ?? 0), price);
}

/** More arguments like those that a function took: one that wants dates or codes raises for nearly everything that is made up. */
import type { CaseValues } from './caseSet';

type Random = () => number;

/** Share of the values that are changed a little. */
const CHANGED = 0.5;
const DIGITS = '0123456789';
const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/**
 * @param taken arguments of which the function made something
 * @returns the same for the same `taken` and seed
 */
export function recombined(taken: readonly CaseValues[], seed: number, count: number): CaseValues[] {
  const random = mulberry32(seed);
  const slots = taken[0]?.length ?? 0;
  return Array.from({ length: taken.length === 0 ? 0 : count }, () =>
    Array.from({ length: slots }, (_, slot) => {
      const value = pick(taken, random)?.[slot];
      return random() < CHANGED ? changed(value, random) : value;
    }),
  );
}

function changed(value: unknown, random: Random): unknown {
  if (typeof value === 'string') return changedText(value, random);
  if (typeof value === 'number') {
    const step = Number.isInteger(value) ? 1 + Math.floor(random() * 3) : Math.round(random() * 200) / 100;
    return Math.round((value + (random() < 0.5 ? step : -step)) * 1e6) / 1e6;
  }
  if (Array.isArray(value)) return changedList(value, random);
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    const at = Math.floor(random() * entries.length);
    return Object.fromEntries(
      entries.map(([name, each], index) => [name, index === at ? changed(each, random) : each]),
    );
  }
  return value;
}

/** One character for another of its kind: what looks like a date or a code goes on to look like one. */
function changedText(text: string, random: Random): string {
  const places = [...text.matchAll(/[a-z0-9]/gi)];
  const place = pick(places, random);
  if (place === undefined) return text;
  const [old] = place;
  const kind = /\d/.test(old) ? DIGITS : /[a-z]/.test(old) ? LETTERS : LETTERS.toUpperCase();
  return text.slice(0, place.index) + kind.charAt(Math.floor(random() * kind.length)) + text.slice(place.index + 1);
}

function changedList(list: readonly unknown[], random: Random): unknown[] {
  if (list.length === 0) return [];
  const at = Math.floor(random() * list.length);
  const choice = random();
  if (choice < 0.3) return list.toSpliced(at, 1);
  if (choice < 0.6) return list.toSpliced(at, 0, list[Math.floor(random() * list.length)]);
  return list.with(at, changed(list[at], random));
}

function pick<Item>(items: readonly Item[], random: Random): Item | undefined {
  return items[Math.floor(random() * items.length)];
}

/** Uniform numbers in [0, 1) from a 32-bit seed (mulberry32, Tommy Ettinger, public domain). */
export function mulberry32(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

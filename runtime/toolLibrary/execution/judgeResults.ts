/** Makes a fingerprint of what a tool answered in both worlds, or says why it has none. */
import { createHash } from 'node:crypto';
import type { Fingerprint } from '../types';
import type { BothOutcomes } from './openRunners';
import type { Signature } from './signature';
import { didRaise, type RunnerLanguage, wasEnded } from './types';

/** Above this share of raised cases the few others say too little. */
const MOST_RAISED = 0.9;
const MOST_ENDED = 0.1;
/** Less processor time than this differs from run to run; nobody waits for it. */
const NOTICEABLE_SECONDS = 0.1;
/** Fewer cases than this may well have one answer. */
const FEW = 8;

export interface Judged {
  readonly language: RunnerLanguage;
  readonly signature: Signature;
  /** How many the tool declares. */
  readonly parameters: number;
  /** Index of the first case that was made of those that the tool took; 0: there are none. */
  readonly refinedFrom: number;
}

export function judgeResults({ first, second }: BothOutcomes, judged: Judged): Fingerprint {
  const { language, signature, parameters, refinedFrom } = judged;
  const skipped = (reason: string): Fingerprint => ({ status: 'skipped', reason });
  for (const each of [first, second]) if (each.kind === 'notLoaded') return skipped(each.problem);
  if (first.kind === 'notLoaded' || second.kind === 'notLoaded') return skipped('it could not be loaded');
  const tried = [...new Set([...first.tried, ...second.tried])];
  if (tried.length > 0) return skipped(`it tried to use ${tried.join(', ')}`);
  const results = first.results.map((result, index) => {
    const other = second.results[index] ?? '!notRun';
    return wasEnded(result) || wasEnded(other) ? '!ended' : result === other ? result : undefined;
  });
  const known = results.filter((each) => each !== undefined);
  if (known.length < results.length)
    return skipped('its results depend on the clock, on chance, or on what ran before');
  const share = (count: number) => (known.length === 0 ? 0 : count / known.length);
  if (share(known.filter((each) => each === '!ended').length) > MOST_ENDED) {
    return skipped('it does not end in time, prints without end, or takes too much memory');
  }
  const last = known.slice(refinedFrom);
  const raised = last.length === 0 ? 0 : last.filter(didRaise).length / last.length;
  if (raised > MOST_RAISED) return skipped(`it raises in ${Math.round(raised * 100)} % of its cases`);
  if (known.length >= FEW && new Set(known).size === 1) {
    return skipped(`it answered ${(known[0] ?? '').slice(0, 40)} whatever it was given`);
  }
  const { hash, way } = smallest(known, language, signature);
  const order = declaredOrder(way, signature, parameters);
  const asDeclared = order.every((argument, index) => argument === index);
  const seconds = Math.min(first.seconds ?? Infinity, second.seconds ?? Infinity);
  return {
    ...{ status: 'run', hash, cases: known.length, raised },
    ...(asDeclared ? {} : { order }),
    ...(Number.isFinite(seconds) && seconds >= NOTICEABLE_SECONDS ? { seconds } : {}),
  };
}

/** Of the hashes of all ways to give the arguments, the smallest: it is the same for tools whose parameters stand in another order. */
function smallest(
  results: readonly string[],
  language: string,
  { key, ways }: Signature,
): { hash: string; way: readonly number[] } {
  const names = new Map(ways.map((way, index) => [way.join(), index]));
  const hashes = ways.map((way) => {
    const hash = createHash('sha256').update(`${language}\n${key}\n`);
    for (let base = 0; base < results.length; base += ways.length) {
      for (const own of ways) {
        const composed = names.get(way.map((slot) => own[slot] ?? slot).join()) ?? 0;
        hash.update(`${results[base + composed] ?? ''}\n`);
      }
    }
    return { hash: hash.digest('hex').slice(0, 32), way };
  });
  return hashes.reduce((best, each) => (each.hash < best.hash ? each : best));
}

/** `order[i]`: the argument of the case, counted by slot, that the tool's declared parameter i got. */
function declaredOrder(way: readonly number[], { declared }: Signature, parameters: number): number[] {
  const order = Array<number>(parameters).fill(-1);
  way.forEach((argument, slot) => (order[declared[slot] ?? slot] = argument));
  // What no case gives, such as Python's **kwargs, comes after.
  let next = way.length;
  return order.map((argument) => (argument < 0 ? next++ : argument));
}

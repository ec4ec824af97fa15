import type { Json, ToolDefinition } from '../../gateway/types';
import { isJsonObject } from '../json/exactJson';
import { candidatesOf, type Candidate } from './candidates';
import { logSoftmax, scoreOf, type FeatureWeights } from './logLinear';
import type { RequestSpan } from './requestSpan';
import { slotContext, slotFeatures, type ReadRequest } from './slotFeatures';
import { slotsOf, type Slot } from './slots';

export interface FilledSlot {
  readonly slot: Slot;
  readonly candidate: Candidate;
  /** Logarithm of the probability of this value among the slot's candidates. */
  readonly logShare: number;
  readonly features: readonly string[];
}

export interface Filling {
  readonly arguments: Readonly<Record<string, Json>>;
  readonly filled: readonly FilledSlot[];
  /** Required slots for which the request has no value of the right type. */
  readonly missing: readonly Slot[];
}

/** Values of each slot that are looked at together, and partial fillings kept. */
const kept = 8;
const beam = 24;
/** Costs of using a place twice, in logarithms: a square's side may well be its height, too, but seldom is. */
const reuse = -3.5;

interface Partial {
  readonly score: number;
  readonly chosen: readonly FilledSlot[];
}

/** The likeliest values of all slots together: each place of the request is used once, if that can be. */
export function fillSlots(tool: ToolDefinition, request: ReadRequest, weights: FeatureWeights): Filling {
  const slots = slotsOf(tool.inputSchema);
  const context = slotContext(slots, tool.name);
  const missing: Slot[] = [];
  const options = slots.flatMap((slot) => {
    const candidates = candidatesOf(slot, request.text, request.spans);
    if (candidates.length === 0) {
      missing.push(slot);
      return [];
    }
    const features = candidates.map((each) => slotFeatures(slot, each, request, context));
    const shares = logSoftmax(features.map((each) => scoreOf(weights, each)));
    const ranked = candidates
      .map((candidate, index): FilledSlot => ({
        slot,
        candidate,
        logShare: shares[index]!,
        features: features[index]!,
      }))
      .sort((a, b) => b.logShare - a.logShare);
    return [ranked.slice(0, kept)];
  });
  // What is surest is placed first: the beam then seldom loses what is right.
  options.sort((a, b) => b[0]!.logShare - a[0]!.logShare);
  let partials: readonly Partial[] = [{ score: 0, chosen: [] }];
  for (const each of options) {
    partials = partials
      .flatMap(({ score, chosen }) =>
        each.map((next) => ({
          score: score + next.logShare + (chosen.some((other) => collide(other.candidate, next.candidate)) ? reuse : 0),
          chosen: [...chosen, next],
        })),
      )
      .sort((a, b) => b.score - a.score)
      .slice(0, beam);
  }
  const filled = partials[0]?.chosen ?? [];
  return { arguments: argumentsOf(filled), filled, missing };
}

export function collide(one: Candidate, other: Candidate): boolean {
  if (one.form === 'value' || other.form === 'value') return false;
  return overlap(one.span, other.span);
}

function overlap(one: RequestSpan | undefined, other: RequestSpan | undefined): boolean {
  return one !== undefined && other !== undefined && one.start < other.end && other.start < one.end;
}

function argumentsOf(filled: readonly FilledSlot[]): Readonly<Record<string, Json>> {
  let all: Readonly<Record<string, Json>> = {};
  for (const { slot, candidate } of filled) {
    if (candidate.value !== undefined) all = withValue(all, slot.path, candidate.value);
  }
  return all;
}

function withValue(
  object: Readonly<Record<string, Json>>,
  [name, ...rest]: readonly string[],
  value: Json,
): Readonly<Record<string, Json>> {
  if (name === undefined) return object;
  const inner = object[name];
  return { ...object, [name]: rest.length === 0 ? value : withValue(isJsonObject(inner) ? inner : {}, rest, value) };
}

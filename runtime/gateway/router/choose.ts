import { GatewayError } from '../gatewayError';
import type { RoutingPolicy } from '../protocol';
import type { GenerateRequest, RouteDecision } from '../types';
import { toolLoopOf } from './conversations';
import type { ConformalGuard } from './conformalGuard';
import { centsText, chanceText, comparison } from './reasons';
import { sampleChoice } from './sampleChoice';
import type { SeededRandom } from './seededRandom';
import { catchRate } from './verifierCatch';
import { utilityOf, type Terms, type WeighedArm } from './weighArms';

/** Labels of the models at hand below which the policy's default answers. */
export const LEAST_LABELS = 20;
/** Part of a success's value that a change of model in a conversation must bring at least. */
const HYSTERESIS = 0.02;
/** What a strong model still does where the local one has failed: such requests are harder than most. */
const AFTER_FAILURE = 0.85;
/** A local attempt less likely than this is not made, even with checks. */
const LEAST_LOCAL_CHANCE = 0.1;
/** Above this price of money a budget is short, and the guard cannot ask for paid answers. */
const SHORT_OF_MONEY = 0.5;

export interface Chosen {
  readonly arm: WeighedArm;
  readonly mode: RouteDecision['mode'];
  readonly then: WeighedArm | undefined;
  readonly propensity: number;
  readonly reasons: readonly string[];
  /** Chosen to learn although another one seemed better, for more money. */
  readonly exploration: boolean;
}

export interface Situation {
  readonly request: GenerateRequest;
  readonly policy: RoutingPolicy;
  readonly terms: Terms;
  readonly labels: number;
  /** Model that the conversation is with. */
  readonly current: string | undefined;
  readonly guard: ConformalGuard;
  readonly mayPayToExplore: boolean;
  readonly random: SeededRandom;
}

/**
 * Which model answers, and why.
 *
 * @throws GatewayError 'refused' when no arm is eligible, or the one that was named is not
 */
export function choose(arms: readonly WeighedArm[], situation: Situation): Chosen {
  const { request, policy, terms, labels, random } = situation;
  if (request.model !== 'auto' && request.model !== 'local') return pinned(arms, request.model);
  const eligible = arms.filter(({ excluded }) => excluded === undefined);
  const [first] = eligible;
  if (first === undefined) throw noArm(arms, request.model === 'local');
  const only = (arm: WeighedArm, mode: Chosen['mode'], reasons: readonly string[]): Chosen => ({
    ...{ arm, mode, then: undefined, propensity: 1, reasons, exploration: false },
  });
  if (eligible.length === 1) return only(first, 'direct', [onlyOne(first, arms)]);

  const current = eligible.find(({ arm }) => arm.model.id === situation.current);
  const loop = toolLoopOf(request);
  if (loop === 'running' && current !== undefined) {
    return only(current, 'direct', [
      `${current.arm.model.title} goes on with its tool calls; models do not change inside them.`,
    ]);
  }
  const best = bestBy(eligible, (arm) => utilityOf(arm, arm.success, terms));
  const cascade = cascadeOf(eligible, best, situation);
  if (cascade !== undefined) return cascade;
  if (labels < LEAST_LABELS) {
    const named = defaultOf(eligible, policy.defaultModel, terms);
    const few = `Only ${labels} outcomes of such work are known, so the default decides.`;
    return only(named ?? best, 'direct', [few, ...against(named ?? best, eligible, terms)]);
  }
  const sampled = sampleChoice(eligible, terms, situation.mayPayToExplore, random);
  const kept = current !== undefined && loop !== 'failing' ? stay(current, sampled.chosen, terms) : undefined;
  if (kept !== undefined) return only(current!, 'direct', [kept, ...against(current!, eligible, terms)]);
  const { chosen, propensity } = sampled;
  const guarded = guardAgainst(chosen, eligible, situation);
  if (guarded?.arm !== undefined) return only(guarded.arm, 'direct', [guarded.reason]);
  const trial = chosen !== sampled.best;
  return {
    ...{ arm: chosen, mode: 'direct', then: undefined, propensity },
    exploration: trial && chosen.expectedCost > sampled.best.expectedCost,
    reasons: [
      ...(trial
        ? [`${chosen.arm.model.title} is tried to learn more about it; what is known of it is uncertain.`]
        : []),
      ...against(chosen, eligible, terms),
      ...(loop === 'failing' ? ['The tool calls of the last model failed twice, so it may be changed.'] : []),
      ...(guarded === undefined ? [] : [guarded.reason]),
    ],
  };
}

function pinned(arms: readonly WeighedArm[], model: string): Chosen {
  const arm = arms.find((candidate) => candidate.arm.model.id === model);
  if (arm === undefined)
    throw noModel(`There is no model "${model}".`, 'Choose one of the models that are set up, or "auto".');
  if (arm.excluded !== undefined) {
    throw noModel(
      `${arm.arm.model.title} cannot be used: ${arm.excluded}`,
      'Choose another model or "auto", or lift what is in the way.',
    );
  }
  const reasons = [`${arm.arm.model.title} was asked for by name.`];
  return { arm, mode: 'fixed', then: undefined, propensity: 1, reasons, exploration: false };
}

function noArm(arms: readonly WeighedArm[], local: boolean): GatewayError {
  const why = arms.map(({ arm, excluded }) => `${arm.model.title}: ${excluded ?? 'not used'}`).join('; ');
  return noModel(
    `No ${local ? 'local ' : ''}model can answer this request.${why === '' ? '' : ` ${why}.`}`,
    'Add a model, start the local one, or raise the budget.',
  );
}

function noModel(message: string, action: string): GatewayError {
  return new GatewayError('refused', message, action, { refusal: { reason: 'no-model', message, action } });
}

function onlyOne({ arm }: WeighedArm, arms: readonly WeighedArm[]): string {
  const others = arms.filter((other) => other.arm !== arm);
  const why = others.slice(0, 3).map((other) => `${other.arm.model.title}: ${other.excluded ?? ''}`);
  return `${arm.model.title} is the only model that may answer${why.length === 0 ? '.' : ` (${why.join('; ')}).`}`;
}

/** Local first, then checked, then the best other one: where checks exist and the attempt pays. */
function cascadeOf(
  eligible: readonly WeighedArm[],
  best: WeighedArm,
  { request, terms }: Situation,
): Chosen | undefined {
  const verifiers = request.verifiers ?? [];
  const locals = eligible.filter(({ arm }) => arm.model.locality === 'local');
  const others = eligible.filter(({ arm }) => arm.model.locality === 'cloud');
  if (verifiers.length === 0 || locals.length === 0 || others.length === 0) return undefined;
  const local = bestBy(locals, (arm) => utilityOf(arm, arm.success, terms));
  const then = bestBy(others, (arm) => utilityOf(arm, arm.success, terms));
  if (local.success < LEAST_LOCAL_CHANCE) return undefined;
  const caught = (1 - local.success) * catchRate(verifiers);
  const rescue = utilityOf(then, then.success * AFTER_FAILURE, terms);
  const utility = utilityOf(local, local.success, terms) + caught * rescue;
  if (rescue <= 0 || utility < utilityOf(best, best.success, terms)) return undefined;
  const reasons = [
    `${chanceText(local)} answers first, for ${centsText(local.expectedCost)}; its answer is checked (${verifiers.map(({ kind }) => kind).join(', ')}).`,
    `If a check fails, ${chanceText(then)} answers for about ${centsText(then.expectedCost)}.`,
  ];
  return { arm: local, mode: 'cascade', then, propensity: 1, reasons, exploration: false };
}

function defaultOf(eligible: readonly WeighedArm[], name: string, terms: Terms): WeighedArm | undefined {
  if (name === 'auto') return undefined;
  if (name !== 'local') return eligible.find(({ arm }) => arm.model.id === name);
  const locals = eligible.filter(({ arm }) => arm.model.locality === 'local');
  return locals.length === 0 ? undefined : bestBy(locals, (arm) => utilityOf(arm, arm.success, terms));
}

/** @returns why the conversation stays with its model; undefined when it does not */
function stay(current: WeighedArm, chosen: WeighedArm, terms: Terms): string | undefined {
  if (current === chosen) return undefined;
  const gain = utilityOf(chosen, chosen.success, terms) - utilityOf(current, current.success, terms);
  if (gain > HYSTERESIS * terms.value) return undefined;
  return `The conversation stays with ${current.arm.model.title}: ${chosen.arm.model.title} is not better by enough to change.`;
}

/** What the guard says of an unverified local answer; `arm` when another one should answer. */
function guardAgainst(
  chosen: WeighedArm,
  eligible: readonly WeighedArm[],
  { terms, guard }: Situation,
): { readonly arm: WeighedArm | undefined; readonly reason: string } | undefined {
  const { threshold } = guard;
  if (chosen.arm.model.locality !== 'local' || threshold === undefined || chosen.success >= threshold) return undefined;
  const others = eligible.filter(({ arm, success }) => arm.model.locality === 'cloud' && success > chosen.success);
  const wanted = `${chanceText(chosen)} is below ${threshold > 1 ? 'any threshold' : threshold.toFixed(2)} that keeps wrong unchecked answers under ${(guard.alpha * 100).toFixed(0)} %`;
  if (others.length === 0 || terms.lambda > SHORT_OF_MONEY) {
    return {
      arm: undefined,
      reason: `${wanted}, but ${others.length === 0 ? 'no better model may answer' : 'the budget is short'}: check this answer.`,
    };
  }
  const arm = bestBy(others, (other) => utilityOf(other, other.success, terms));
  return { arm, reason: `${wanted}, so ${chanceText(arm)} answers.` };
}

function against(chosen: WeighedArm, eligible: readonly WeighedArm[], terms: Terms): string[] {
  const others = eligible.filter((arm) => arm !== chosen);
  if (others.length === 0) return [];
  const rival = bestBy(others, (arm) => utilityOf(arm, arm.success, terms));
  return [comparison(chosen, rival, terms.value, terms.lambda)];
}

function bestBy(arms: readonly WeighedArm[], score: (arm: WeighedArm) => number): WeighedArm {
  return arms.reduce((best, arm) => (score(arm) > score(best) ? arm : best));
}

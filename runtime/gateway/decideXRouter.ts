import { createHash, randomUUID } from 'node:crypto';
import { lookAt, refused, type DecideAbout, type DecideWith } from './decide';
import { GatewayError } from './gatewayError';
import { unjudged } from './plainRouter';
import { judgeTaskType } from './router';
import type { GatewayModel, RouteDecision } from './types';

/** Name by which callers ask for the xRouter form. */
export const xRouterName = 'xrouter';

/** Models that the router is shown at most: a longer list costs tokens in every turn, and is read worse. */
const largestPool = 16;

export interface XRouterPlan {
  /** About the request as a whole; each call of it has a decision of its own, and only those are written down. */
  readonly decision: RouteDecision;
  readonly routerModel: string;
  readonly callsTools: boolean;
  /** That may be called for this request. */
  readonly models: readonly GatewayModel[];
  readonly poolSize: number;
  /** Of the pool: one conversation keeps its tools. */
  readonly seed: number;
}

/** @throws GatewayError bad-request without a router model; refused, when no model may answer */
export async function decideXRouter(asked: DecideAbout, using: DecideWith): Promise<XRouterPlan> {
  const { routerModel } = using.policy;
  if (routerModel === undefined) {
    throw new GatewayError(
      'bad-request',
      `There is no model “${xRouterName}”, because no router model is set.`,
      'Name one, as whetstone.gateway.routerModel or as policy.routerModel in the settings file.',
    );
  }
  const request = { ...asked.request, model: 'auto' };
  const localOnly = using.policy.localOnly || request.localOnly === true;
  const { looked } = await lookAt({ ...asked, request }, localOnly, using);
  const open = looked.filter(({ refusal }) => refusal === undefined).map(({ arm }) => arm.model);
  asked.signal.throwIfAborted();
  if (open.length === 0) throw refused(looked, request, localOnly);
  // It answers itself without being called; alone, it must be one of its own tools.
  const others = open.filter(({ id }) => id !== routerModel);
  const id = randomUUID();
  return {
    ...{ callsTools: using.directory.find(routerModel)?.model.capabilities.tools ?? true },
    ...{ routerModel, models: others.length === 0 ? open : others, poolSize: largestPool },
    seed: createHash('sha256')
      .update(request.conversation ?? id)
      .digest()
      .readUInt32LE(),
    decision: {
      ...{ id, model: routerModel, mode: 'fixed', then: undefined, taskType: judgeTaskType(request) },
      ...{ candidates: looked.map(({ arm }) => unjudged(arm)), lambda: 0, propensity: 1, state: xRouterName },
      reasons: [
        `The caller named the model “${xRouterName}”: ${routerModel} decides by calling tools who answers, and each of its calls has a decision of its own.`,
      ],
    },
  };
}

/** Why a call of the xRouter form is made. */
export function servingReason(model: string, routerModel: string): string {
  if (model === routerModel) return `It decides for “${xRouterName}” who answers.`;
  return model === 'auto'
    ? `${routerModel}, which decides for “${xRouterName}”, came to no answer.`
    : `${routerModel} called it for “${xRouterName}”.`;
}

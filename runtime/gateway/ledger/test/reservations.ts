import type { ReservationRequest, Settlement } from '../../types';

/** A call of the cloud for chat that may cost so much. */
export function reservation(call: string, cost: number, more: Partial<ReservationRequest> = {}): ReservationRequest {
  return {
    call,
    model: 'openai/gpt-5-mini',
    provider: 'openai',
    locality: 'cloud',
    purpose: 'chat',
    project: undefined,
    task: undefined,
    conversation: undefined,
    parentCall: undefined,
    cost,
    price: '{}',
    ceiling: undefined,
    ...more,
  };
}

export function settlement(call: string, cost: number, more: Partial<Settlement> = {}): Settlement {
  return { call, outcome: 'done', cost, usage: undefined, finish: 'stop', ...more };
}

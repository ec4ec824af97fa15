import { button, element, fill } from '../shared/dom';
import type { CardParts } from './budgetCards';
import { plainTable } from '../shared/plainTable';
import type { BudgetData } from './protocol';

/** Refused calls by reason. */
export function refusals({ report }: BudgetData, { strings, money }: CardParts): HTMLElement {
  return element(
    'section',
    { 'aria-labelledby': 'refused-title' },
    element('h2', { id: 'refused-title' }, strings.refusedTitle),
    report.refused.length === 0
      ? element('p', {}, strings.refusedNone)
      : plainTable(
          strings.refusedTitle,
          [{ label: strings.why }, { label: strings.callsColumn, numeric: true }],
          report.refused.map(({ reason, calls }) => [strings.reasons[reason] ?? reason, money.whole(calls)]),
        ),
  );
}

/** Models with where they run, what they cost, and why one cannot be called; before them providers with a problem. */
export function modelList(data: BudgetData, { strings, money, send }: CardParts): HTMLElement {
  const without = data.providers.filter(({ hasKey }) => !hasKey);
  return element(
    'section',
    { 'aria-labelledby': 'models-title' },
    element(
      'div',
      { class: 'section-head' },
      element('h2', { id: 'models-title' }, strings.modelsTitle),
      button(strings.acts.addProvider, () => send({ type: 'act', act: 'addProvider' }), {
        class: 'secondary',
        'data-focus': 'addProvider',
      }),
    ),
    ...without.map(({ id, title }) =>
      element(
        'p',
        { class: 'key-missing' },
        `! ${fill(strings.noKeys, title)} `,
        button(strings.setKey, () => send({ type: 'setKey', provider: id }), {
          class: 'secondary',
          'aria-label': fill(strings.actOn, strings.setKey, title),
          'data-focus': `key:${id}`,
        }),
      ),
    ),
    ...data.providerProblems
      .filter(({ provider }) => without.every(({ id }) => id !== provider))
      .map(({ title, problem }) => element('p', { class: 'provider-problem' }, `! ${title}: ${problem}`)),
    data.models.length === 0
      ? element('p', {}, strings.modelsNone)
      : plainTable(
          strings.modelsTitle,
          [
            { label: strings.modelColumn },
            { label: strings.whereColumn },
            { label: strings.priceColumn },
            { label: strings.stateColumn },
          ],
          data.models.map(({ model, usable, problem }) => [
            model.id,
            strings[model.locality],
            priceText(model, { strings, money }),
            usable ? `✓ ${strings.usable}` : `✕ ${problem ?? ''}`,
          ]),
        ),
  );
}

function priceText(
  { price, unit }: BudgetData['models'][number]['model'],
  { strings, money }: Pick<CardParts, 'strings' | 'money'>,
): string {
  if (price === undefined) return strings.priceUnknown;
  const { rates, perRequest } = price;
  // A server on this machine can have a price too, if the user says so.
  if (unit === 'tokens' && rates.input === 0 && rates.output === 0 && perRequest === 0) return strings.free;
  const request = fill(strings.priceRequest, money.dollars(perRequest));
  if (unit === 'requests') return request;
  const tokens = fill(strings.price, money.dollars(1e6 * rates.input), money.dollars(1e6 * rates.output));
  return perRequest > 0 ? `${tokens}, ${request}` : tokens;
}

/** The local server: whether it runs, where, and its buttons. */
export function serverFacts({ server }: BudgetData, { strings, send }: CardParts): HTMLElement {
  const act = (name: 'startServer' | 'stopServer' | 'copyToken'): HTMLButtonElement =>
    button(strings.acts[name], () => send({ type: 'act', act: name }), { class: 'secondary', 'data-focus': name });
  return element(
    'section',
    { 'aria-labelledby': 'server-title' },
    element('h2', { id: 'server-title' }, strings.serverTitle),
    element('p', {}, server === undefined ? strings.serverOff : fill(strings.serverOn, server)),
    element(
      'div',
      { class: 'acts' },
      ...(server === undefined ? [act('startServer')] : [act('copyToken'), act('stopServer')]),
    ),
  );
}

/** What the router has learnt so far. */
export function routerFacts({ router }: BudgetData, { strings, money, send }: CardParts): HTMLElement {
  const calibration =
    router.brier === undefined || router.calibrationError === undefined
      ? ''
      : fill(strings.routerCalibration, money.decimal(router.brier), money.decimal(router.calibrationError));
  return element(
    'section',
    { 'aria-labelledby': 'router-title' },
    element('h2', { id: 'router-title' }, strings.routerTitle),
    element('p', {}, `${fill(strings.routerText, money.whole(router.labels), router.version)} ${calibration}`),
    element(
      'div',
      { class: 'acts' },
      button(strings.acts.resetRouter, () => send({ type: 'act', act: 'resetRouter' }), {
        class: 'secondary',
        'data-focus': 'resetRouter',
      }),
    ),
  );
}

import type { SpendSlice } from '../../runtime/gateway/protocol';
import { element, fill } from '../shared/dom';
import type { MoneyTexts } from '../shared/moneyTexts';
import { plainTable } from '../shared/plainTable';
import type { BudgetData, BudgetStrings } from './protocol';

/** Three tables: cost and tokens by model, by purpose and by project. */
export function slices(data: BudgetData, strings: BudgetStrings, money: MoneyTexts): HTMLElement {
  const { report } = data;
  const table = (label: string, rows: readonly SpendSlice[], name: (slice: SpendSlice) => string): HTMLElement =>
    element(
      'div',
      { class: 'slice' },
      element('h3', {}, label),
      plainTable(
        label,
        [
          { label: strings.nameColumn },
          { label: strings.costColumn, numeric: true },
          { label: strings.callsColumn, numeric: true },
          { label: strings.inputColumn, numeric: true },
          { label: strings.outputColumn, numeric: true },
        ],
        rows.map((slice) => [
          name(slice),
          money.dollars(slice.cost),
          money.whole(slice.calls),
          money.whole(slice.inputTokens),
          money.whole(slice.outputTokens),
        ]),
      ),
    );
  const purposes: Readonly<Record<string, string>> = strings.purposes;
  return element(
    'section',
    { 'aria-labelledby': 'slices-title' },
    element('h2', { id: 'slices-title' }, strings.slicesTitle),
    element(
      'div',
      { class: 'slices' },
      table(strings.byModel, report.byModel, ({ name }) => name),
      table(strings.byPurpose, report.byPurpose, ({ name }) => purposes[name] ?? name),
      table(strings.byProject, report.byProject, ({ name }) => projectName(name, data, strings)),
    ),
  );
}

/** @param id '' for calls that belong to none */
function projectName(id: string, { projects, project }: BudgetData, strings: BudgetStrings): string {
  if (id === '') return strings.noProject;
  const name = projects[id];
  if (id === project) return fill(strings.thisProject, name ?? id);
  return name ?? fill(strings.otherProject, id);
}

import { button, element, fill } from '../shared/dom';
import { FilteredTable } from '../shared/filteredTable';
import { keepingFocus } from '../shared/keepingFocus';
import type { ViewParts } from './parts';
import type { Inventory, LibraryData, LibraryStrings, ListedTool, ToolColumn } from './protocol';

/** Least milliseconds between two spoken counts. */
const announceMs = 5000;
/** Problems that are listed; the log has all. */
const mostProblems = 50;

/** All tools that were found, and what could not be read. */
export class ToolsView {
  readonly element = element('div', { class: 'tools' });
  private readonly table: FilteredTable<ListedTool, ToolColumn>;
  private readonly problems = element('div', {});
  private readonly offer = element('span', { class: 'offer' });
  private ids: readonly string[] = [];

  constructor(private readonly parts: ViewParts) {
    const { strings, locale, send, state, save } = parts;
    const { columns } = strings.tools;
    const none = (text: string): string => (text === '' ? strings.none : text);
    this.table = new FilteredTable<ListedTool, ToolColumn>({
      ...{ strings: strings.filtering, locale, state: state().tools, label: strings.tools.label },
      saveState: (tools) => save({ tools }),
      columns: [
        {
          ...{ id: 'name', label: columns.name, value: ({ name }) => name, text: ({ signature }) => signature },
          content: (cell, tool) => cell.replaceChildren(nameCell(tool, parts)),
        },
        {
          id: 'kind',
          label: columns.kind,
          value: ({ kind }) => kind,
          text: ({ kind, provenance }) => `${kind} · ${provenance.replace(/^mcp:/, '')}`,
        },
        {
          ...{ id: 'place', label: columns.place, value: ({ path, line }) => `${path}:${String(line).padStart(7)}` },
          text: ({ path, line }) => none(path === '' ? '' : `${path}:${line}`),
          content: (cell, { path, line }) => {
            if (path === '') cell.textContent = strings.none;
            else
              cell.replaceChildren(
                button(`${path}:${line}`, () => send({ type: 'goTo', path, line }), { class: 'link' }),
              );
          },
        },
        {
          id: 'summary',
          label: columns.summary,
          value: ({ summary }) => none(summary),
          text: ({ summary }) => none(summary),
        },
        {
          ...{ id: 'effects', label: columns.effects, value: ({ effects }) => effects.length },
          text: (tool) => effectsText(tool, strings),
        },
        {
          ...{ id: 'run', label: columns.run, text: (tool) => runText(tool, parts) },
          value: ({ run }) => (run.status === 'run' ? -run.alike : run.status === 'waiting' ? 1 : 2),
        },
      ],
      id: ({ id }) => id,
      alsoSearched: ({ name }) => name,
      defaultSort: { column: 'place', direction: 'ascending' },
      tools: [
        button(strings.acts.takeInventory, () => send({ type: 'act', act: 'takeInventory' }), { class: 'secondary' }),
        button(strings.acts.chooseServers, () => send({ type: 'act', act: 'chooseServers' }), { class: 'secondary' }),
        this.offer,
      ],
      empty: {
        ...{ title: strings.noTools[0], text: strings.noTools[1], action: strings.acts.takeInventory },
        onAction: () => send({ type: 'act', act: 'takeInventory' }),
      },
      announceMs,
    });
    this.element.append(...this.table.parts, this.problems);
  }

  update({ tools, problems }: Inventory, { offered }: Pick<LibraryData, 'offered'>): void {
    keepingFocus(this.offer, () => this.offer.replaceChildren(...this.offerParts(offered)));
    const ids = tools.map(({ id }) => id);
    const now = new Set(ids);
    this.table.update(
      tools,
      this.ids.filter((id) => !now.has(id)),
    );
    this.ids = ids;
    const { problemsTitle, problem } = this.parts.strings.tools;
    this.problems.replaceChildren(
      ...(problems.length === 0
        ? []
        : [
            element(
              'details',
              { class: 'problems' },
              element('summary', {}, `${problemsTitle} (${this.parts.texts.whole(problems.length)})`),
              element(
                'ul',
                {},
                ...problems
                  .slice(0, mostProblems)
                  .map((each) => element('li', {}, fill(problem, each.path, each.line ?? 1, each.problem))),
              ),
            ),
          ]),
    );
  }

  /** One button in one place, which keeps the focus. */
  private offerParts(offered: string | undefined): readonly (Node | string)[] {
    const { strings, send } = this.parts;
    const act = offered === undefined ? 'offer' : 'withdraw';
    const pressed = button(strings.acts[act], () => send({ type: 'act', act }), {
      ...{ class: 'secondary', 'data-focus': 'offer' },
    });
    return offered === undefined
      ? [pressed]
      : [pressed, element('span', { class: 'detail', role: 'status' }, fill(strings.offered, offered))];
  }
}

function nameCell({ name, signature, deprecated }: ListedTool, { strings }: ViewParts): HTMLElement {
  return element(
    'div',
    {},
    element('span', { class: 'name' }, name),
    ...(deprecated ? [' ', element('span', { class: 'mark' }, strings.tools.deprecated)] : []),
    element('code', { class: 'detail' }, signature),
  );
}

export function effectsText({ effects }: Pick<ListedTool, 'effects'>, { tools }: LibraryStrings): string {
  return effects.length === 0 ? tools.pure : effects.map((effect) => tools.effects[effect]).join(', ');
}

export function runText({ run }: Pick<ListedTool, 'run'>, { strings, texts }: ViewParts): string {
  const { tools } = strings;
  switch (run.status) {
    case 'waiting':
      return tools.waiting;
    case 'skipped':
      return fill(tools.skipped, run.reason);
    case 'run':
      return run.alike > 1
        ? fill(tools.ranAlike, texts.whole(run.cases), texts.whole(run.alike))
        : fill(tools.ran, texts.whole(run.cases));
  }
}

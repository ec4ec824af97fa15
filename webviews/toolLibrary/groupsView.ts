import { button, element, fill } from '../shared/dom';
import { FilteredTable } from '../shared/filteredTable';
import { keepingFocus } from '../shared/keepingFocus';
import { GroupDetailView } from './detail/groupDetail';
import type { ViewParts } from './parts';
import type { GroupColumn, GroupDetail, Groups, LibraryData, ListedGroup } from './protocol';
import { treeChart } from './tree/treeChart';

/** Least milliseconds between two spoken counts. */
const announceMs = 5000;

/** The tree with its cut, the groups, and one of them side by side. */
export class GroupsView {
  readonly element = element('div', { class: 'groups' });
  private readonly tree = element('div', {});
  private readonly acts = element('div', { class: 'acts-row' });
  private readonly table: FilteredTable<ListedGroup, GroupColumn>;
  private readonly detail: GroupDetailView;
  private readonly lists: HTMLSelectElement;
  private ids: readonly string[] = [];
  private made = '';
  private groups: Groups | undefined;

  constructor(private readonly parts: ViewParts) {
    const { strings, locale, state, save } = parts;
    const { groups: words } = strings;
    this.detail = new GroupDetailView(parts);
    this.lists = element(
      'select',
      { 'data-focus': 'list' },
      element('option', { value: 'equal', selected: state().list === 'equal' }, words.lists.equal),
      element('option', { value: 'topics', selected: state().list === 'topics' }, words.lists.topics),
    );
    this.lists.addEventListener('change', () => {
      save({ list: this.lists.value === 'topics' ? 'topics' : 'equal' });
      this.list();
    });
    this.table = new FilteredTable<ListedGroup, GroupColumn>({
      ...{ strings: strings.filtering, locale, state: state().groups, label: words.label },
      saveState: (groups) => save({ groups }),
      columns: this.columns(),
      id: ({ id }) => id,
      alsoSearched: ({ outcome }) => outcome.into ?? '',
      defaultSort: { column: 'members', direction: 'descending' },
      tools: [element('label', { class: 'range' }, words.listBy, this.lists)],
      empty: {
        ...{ title: words.empty[0], text: words.empty[1], action: words.lists.topics },
        onAction: () => {
          this.lists.value = 'topics';
          save({ list: 'topics' });
          this.list();
        },
      },
      announceMs,
    });
    this.element.append(
      this.tree,
      this.acts,
      element(
        'div',
        { class: 'side-by-side' },
        element('div', { class: 'group-list' }, ...this.table.parts),
        this.detail.element,
      ),
    );
  }

  update({ library }: LibraryData): void {
    const { groups, history } = library;
    if (groups === undefined) return;
    const key = JSON.stringify([groups.height, groups.dendrogram.leaves, groups.dendrogram.merges.length]);
    if (key !== this.made) {
      this.made = key;
      keepingFocus(this.tree, () => this.tree.replaceChildren(treeChart(groups, this.parts)));
    }
    this.groups = groups;
    this.drawActs(groups, history.length > 0);
    this.list();
  }

  listEqual(): void {
    this.lists.value = 'equal';
  }

  /** What the extension says of the group that is open. */
  show(detail: GroupDetail): void {
    this.detail.show(detail);
  }

  private list(): void {
    if (this.groups === undefined) return;
    const rows = this.parts.state().list === 'equal' ? this.groups.equal : this.groups.groups;
    const now = new Set(rows.map(({ id }) => id));
    this.table.update(
      rows,
      this.ids.filter((id) => !now.has(id)),
    );
    this.ids = [...now];
    const { group } = this.parts.state();
    const open = [...this.groups.equal, ...this.groups.groups].find(({ id }) => id === group);
    if (group !== undefined && open === undefined) this.detail.clear();
    else if (open !== undefined && this.detail.isStale(open)) this.parts.send({ type: 'open', group: open.id });
  }

  private drawActs({ equal }: Groups, applied: boolean): void {
    const { strings, texts, send, state, save } = this.parts;
    const { groups: words } = strings;
    const accepted = equal.filter((each) => each.accepted === true).length;
    const weak = element('input', { type: 'checkbox', checked: state().acceptWeak, 'data-focus': 'accept-weak' });
    weak.addEventListener('change', () => save({ acceptWeak: weak.checked }));
    const apply = button(
      accepted === 0 ? strings.acts.apply : fill(words.apply, texts.whole(accepted)),
      () => send({ type: 'act', act: 'apply' }),
      { disabled: accepted === 0, 'data-focus': 'apply' },
    );
    keepingFocus(this.acts, () =>
      this.acts.replaceChildren(
        button(words.merge, () => send({ type: 'merge', acceptWeak: state().acceptWeak }), {
          ...{ class: accepted === 0 ? undefined : 'secondary', 'data-focus': 'merge' },
        }),
        apply,
        element('label', { class: 'range' }, weak, words.acceptWeak),
        element('span', { class: 'detail' }, accepted === 0 && !applied ? words.needsRunning : ''),
      ),
    );
  }

  private columns(): ConstructorParameters<typeof FilteredTable<ListedGroup, GroupColumn>>[0]['columns'] {
    const { strings, texts, send, save } = this.parts;
    const { groups: words } = strings;
    const verdict = ({ outcome }: ListedGroup): string =>
      outcome.verdict === undefined ? words.open : words.verdicts[outcome.verdict];
    return [
      {
        ...{ id: 'topic', label: words.columns.topic, value: ({ topic }) => topic, text: ({ topic }) => topic },
        content: (cell, { id, topic }) => {
          cell.replaceChildren(
            button(
              topic,
              () => {
                save({ group: id });
                send({ type: 'open', group: id });
              },
              { class: 'link', 'data-focus': `open-${id}` },
            ),
          );
        },
      },
      {
        ...{ id: 'relation', label: words.columns.relation, value: ({ relation }) => words.relations[relation] },
        text: ({ relation }) => words.relations[relation],
      },
      {
        ...{ id: 'members', label: words.columns.members, numeric: true, value: ({ members }) => members.length },
        text: ({ members }) => texts.whole(members.length),
      },
      { id: 'verdict', label: words.columns.verdict, value: verdict, text: verdict },
      {
        ...{
          id: 'cases',
          label: words.columns.cases,
          numeric: true,
          value: ({ outcome }) => outcome.cases || undefined,
        },
        text: ({ outcome }) => (outcome.cases === 0 ? strings.none : texts.whole(outcome.cases)),
      },
      {
        ...{ id: 'accepted', label: words.columns.accepted, value: ({ accepted }) => (accepted === true ? 0 : 1) },
        text: ({ accepted }) => (accepted === true ? '✓' : ''),
        content: (cell, group) => {
          const { id, topic, outcome, accepted } = group;
          if (outcome.state !== 'merged') {
            cell.textContent = strings.none;
            return;
          }
          const known = cell.querySelector('input');
          if (known) {
            known.checked = accepted === true;
            return;
          }
          const box = element('input', {
            ...{ type: 'checkbox', checked: accepted === true, 'aria-label': fill(words.acceptOf, topic) },
          });
          box.addEventListener('change', () => send({ type: 'decide', group: id, accepted: box.checked }));
          cell.replaceChildren(box);
        },
      },
    ];
  }
}

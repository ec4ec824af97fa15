import { button, element, fill } from '../../shared/dom';
import { keepingFocus } from '../../shared/keepingFocus';
import { plainTable } from '../../shared/plainTable';
import type { ViewParts } from '../parts';
import type { GroupDetail, GroupMember, ListedGroup, Verification } from '../protocol';
import { effectsText, runText } from '../toolsView';
import { fileDiff } from './fileDiff';

/** One group: its tools side by side, what stands for them, the proof, and what changes. */
export class GroupDetailView {
  readonly element: HTMLElement;
  private readonly body = element('div', {});
  private shown: GroupDetail | undefined;

  constructor(private readonly parts: ViewParts) {
    const { title, choose } = parts.strings.detail;
    this.body.append(element('p', { class: 'detail' }, choose));
    this.element = element(
      'section',
      { class: 'group-detail', 'aria-labelledby': 'group-title' },
      element('h2', { id: 'group-title', tabindex: -1 }, title),
      this.body,
    );
  }

  /** Whether what is shown is another group, or says something else of it. */
  isStale(group: ListedGroup): boolean {
    return JSON.stringify(group) !== JSON.stringify(this.shown?.group);
  }

  clear(): void {
    this.shown = undefined;
    const { title, choose } = this.parts.strings.detail;
    this.element.querySelector('h2')!.textContent = title;
    this.body.replaceChildren(element('p', { class: 'detail' }, choose));
  }

  show(detail: GroupDetail): void {
    this.shown = detail;
    const { strings } = this.parts;
    const { group, members, files } = detail;
    const heading = this.element.querySelector('h2')!;
    heading.textContent = group.topic;
    keepingFocus(this.body, () =>
      this.body.replaceChildren(
        element(
          'p',
          {},
          element('strong', {}, strings.groups.relations[group.relation]),
          ': ',
          strings.groups.relationTexts[group.relation],
        ),
        element('div', { class: 'members' }, ...members.map((member) => this.member(member))),
        element('h3', {}, strings.detail.changes),
        ...(files.length === 0
          ? [element('p', { class: 'detail' }, strings.detail.noChanges)]
          : files.map((file) => fileDiff(file, this.parts))),
      ),
    );
  }

  private member({ tool, text, coverage, verification }: GroupMember): HTMLElement {
    const { strings, send } = this.parts;
    const { detail } = strings;
    const place = `${tool.path}:${tool.line}`;
    const became =
      coverage === undefined
        ? []
        : [
            element(
              'p',
              { class: 'became' },
              coverage.outcome === 'merged'
                ? fill(detail.into, coverage.into)
                : coverage.outcome === 'rejected'
                  ? fill(detail.rejected, coverage.reason ?? strings.none)
                  : detail.kept,
            ),
          ];
    return element(
      'article',
      { class: 'member', 'aria-label': tool.name },
      element('h3', {}, tool.name),
      element('code', { class: 'detail' }, tool.signature),
      element(
        'p',
        { class: 'detail' },
        ...(tool.path === ''
          ? []
          : [
              button(place, () => send({ type: 'goTo', path: tool.path, line: tool.line }), {
                ...{ class: 'link', 'aria-label': fill(detail.goTo, place), 'data-focus': `go-${tool.id}` },
              }),
              ' · ',
            ]),
        `${effectsText(tool, strings)} · ${runText(tool, this.parts)}`,
      ),
      ...became,
      text === ''
        ? element('p', { class: 'detail' }, detail.noSource)
        : element(
            'pre',
            { class: 'source', tabindex: 0, role: 'region', 'aria-label': fill(detail.source, tool.name) },
            text,
          ),
      ...(verification === undefined ? [] : [this.evidence(tool.name, verification)]),
    );
  }

  private evidence(name: string, { steps, verdict }: Verification): HTMLElement {
    const { strings } = this.parts;
    const { detail, groups } = strings;
    const title = fill(detail.evidence, name);
    return element(
      'details',
      { class: 'evidence', open: steps.some(({ outcome }) => outcome === 'failed') },
      element('summary', {}, `${title}: ${groups.verdicts[verdict]}`),
      plainTable(
        title,
        [{ label: detail.columns.step }, { label: detail.columns.outcome }, { label: detail.columns.detail }],
        steps.map(({ step, outcome, detail: found, counterexample }) => [
          detail.steps[step],
          detail.outcomes[outcome],
          counterexample === undefined
            ? found
            : element(
                'span',
                {},
                found,
                element(
                  'code',
                  { class: 'counterexample' },
                  fill(
                    detail.counterexample,
                    JSON.stringify(counterexample.arguments),
                    counterexample.before,
                    counterexample.after,
                  ),
                ),
              ),
        ]),
      ),
    );
  }
}

import { button, element, fill } from '../../shared/dom';
import { plainTable } from '../../shared/plainTable';
import {
  confirmInPlace,
  problemText,
  Renewed,
  section,
  showProblem,
  type Shown,
  type View,
  type ViewParts,
} from '../parts';
import type { CompareRunsResult, RunRecord } from '../protocol';
import { isUnderWay, pText, samplesOf, signedPoints } from '../scoreTexts';

/** All runs: which to compare over time and commits, which to open, which to delete. */
export class CompareView implements View {
  readonly element = element('div', { class: 'compare' });
  private readonly list = element('div', {});
  private readonly listed = new Renewed(this.list);
  private readonly question = element('div', {});
  private readonly outcome = element('div', {});
  private runs: readonly RunRecord[] = [];
  private compared: string | undefined;

  constructor(private readonly parts: ViewParts) {
    const { strings } = parts;
    this.element.append(
      section(
        'runs-title',
        strings.compare.title,
        element('p', { class: 'detail' }, strings.compare.chosenHint),
        this.list,
        this.question,
      ),
      this.outcome,
    );
  }

  update({ data }: Shown): void {
    const { state, save } = this.parts;
    this.runs = data.runs;
    const chosen = state().compared.filter((id) => data.runs.some((run) => run.id === id));
    if (chosen.length !== state().compared.length) save({ compared: chosen });
    this.listed.renew([data.runs, chosen], () => [this.table(data.runs, chosen)]);
    this.compare(chosen);
  }

  private table(runs: readonly RunRecord[], chosen: readonly string[]): HTMLElement {
    const { strings, texts, go } = this.parts;
    const { columns, table, choose, openRun, deleteRun } = strings.compare;
    return plainTable(
      table,
      [
        { label: columns.choose },
        { label: columns.name },
        { label: columns.created },
        { label: columns.state },
        { label: columns.set },
        { label: columns.commit },
        { label: columns.models },
        { label: columns.samples, numeric: true },
        { label: columns.errors, numeric: true },
        { label: columns.spent, numeric: true },
        { label: columns.acts },
      ],
      runs.map((run) => {
        const box = element('input', {
          type: 'checkbox',
          checked: chosen.includes(run.id),
          'aria-label': fill(choose, run.name),
          'data-focus': `choose-${run.id}`,
        });
        box.addEventListener('change', () => this.choose(run.id, box.checked));
        return [
          box,
          button(run.name, () => go(isUnderWay(run) ? 'live' : 'results', { run: run.id, sample: undefined }), {
            class: 'link',
            'aria-label': fill(openRun, run.name),
            'data-focus': `open-${run.id}`,
          }),
          texts.minute(run.created),
          strings.runStates[run.state],
          run.configuration.set.name,
          run.commit?.slice(0, 7) ?? strings.none,
          run.configuration.models.join(', '),
          `${texts.whole(run.counts.scored)} / ${texts.whole(samplesOf(run))}`,
          texts.whole(run.counts.error),
          texts.dollars(run.spent),
          button(strings.compare.delete, () => this.askDelete(run), {
            class: 'link',
            'aria-label': fill(deleteRun, run.name),
            'data-focus': `delete-${run.id}`,
          }),
        ];
      }),
    );
  }

  private choose(id: string, on: boolean): void {
    const { state, save } = this.parts;
    const others = state().compared.filter((each) => each !== id);
    save({ compared: on ? [...others, id] : others });
    this.compare(state().compared);
  }

  private compare(chosen: readonly string[]): void {
    const runs = this.runs
      .filter(({ id }) => chosen.includes(id))
      .toSorted((left, right) => left.created - right.created);
    const key = JSON.stringify(runs.map(({ id, counts }) => [id, counts.scored]));
    if (key === this.compared) return;
    this.compared = key;
    if (runs.length < 2) this.outcome.replaceChildren();
    else
      void this.load(
        runs.map(({ id }) => id),
        key,
      );
  }

  private async load(runs: readonly string[], key: string): Promise<void> {
    const { strings, ask } = this.parts;
    this.outcome.replaceChildren(element('p', { class: 'detail', role: 'status' }, strings.waiting));
    try {
      const result = await ask('compareRuns', { runs });
      if (key === this.compared) this.outcome.replaceChildren(this.differences(result));
    } catch (error) {
      if (key === this.compared)
        showProblem(this.outcome, this.parts, strings.failedTitle, error, () => void this.load(runs, key));
    }
  }

  private differences({ differences, runs, notShared }: CompareRunsResult): HTMLElement {
    const { strings, texts, locale } = this.parts;
    const { compare } = strings;
    const { differenceColumns: columns } = compare;
    const nameOf = (id: string): string => runs.find((run) => run.id === id)?.name ?? id;
    const verdict = ({ a, b, verdict: is }: CompareRunsResult['differences'][number]): string => {
      if (is === 'too-close' || is === 'too-few')
        return `${is === 'too-few' ? '?' : '≈'} ${strings.results.verdicts[is]}`;
      return `▲ ${fill(compare.later, nameOf(is === 'a' ? a : b))}`;
    };
    return section(
      'compared-title',
      compare.differencesTitle,
      element('p', { class: 'detail' }, compare.differencesText),
      differences.length === 0
        ? element('p', { class: 'warned' }, compare.nothingShared)
        : plainTable(
            compare.differencesTitle,
            [
              { label: columns.model },
              { label: columns.runs },
              { label: columns.difference, numeric: true },
              { label: columns.verdict },
              { label: columns.n, numeric: true },
              { label: columns.p, numeric: true },
            ],
            differences.map((row) => [
              row.model,
              `${nameOf(row.a)} − ${nameOf(row.b)}`,
              `${signedPoints(row.value.mean, locale)} [${signedPoints(row.value.low, locale)}, ${signedPoints(row.value.high, locale)}]`,
              verdict(row),
              texts.whole(row.value.n),
              pText(row.p, locale),
            ]),
          ),
      ...(notShared > 0
        ? [element('p', { class: 'detail below' }, fill(compare.notShared, texts.whole(notShared)))]
        : []),
    );
  }

  private askDelete(run: RunRecord): void {
    const { strings, texts, ask, announce } = this.parts;
    const { compare } = strings;
    if (isUnderWay(run)) {
      this.question.replaceChildren(element('p', { class: 'warned', role: 'alert' }, compare.underWay));
      return;
    }
    const act = async (): Promise<void> => {
      try {
        await ask('deleteRun', { run: run.id });
        announce(fill(compare.deleteRun, run.name));
      } catch (error) {
        this.question.replaceChildren(element('p', { class: 'problem', role: 'alert' }, problemText(error)));
      }
    };
    confirmInPlace(
      this.question,
      fill(compare.deleteQuestion, run.name, texts.whole(samplesOf(run)), texts.dollars(run.spent)),
      { label: compare.delete, run: () => void act() },
      strings.cancel,
      () => this.list.querySelector<HTMLElement>(`[data-focus="delete-${run.id}"]`)?.focus(),
    );
  }
}

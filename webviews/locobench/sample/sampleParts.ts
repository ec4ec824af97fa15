import { element, fill } from '../../shared/dom';
import { plainTable } from '../../shared/plainTable';
import { dialoguePart } from '../episode/dialoguePart';
import { EpisodeView } from '../episode/episodeView';
import { readEpisode } from '../episode/shownEpisode';
import type { ViewParts } from '../parts';
import type { Milestone, SampleDetailView, SamplePart, SampleTextPart } from '../protocol';
import { digits, points, stateText } from '../scoreTexts';
import { diffLine, diffSize } from './diffMarks';
import { readEvidence } from './evidence';
import { TextViewer } from './textViewer';

interface Making {
  readonly parts: ViewParts;
  readonly detail: SampleDetailView;
  readonly openText: (part: SampleTextPart) => void;
}

/** What stands under one of a sample's tabs. */
export function samplePart(part: SamplePart, making: Making): readonly HTMLElement[] {
  switch (part) {
    case 'scoring':
      return scoring(making);
    case 'conversation':
      return conversation(making);
    case 'prompt':
      return [viewer(making, 'prompt', making.detail.prompt)];
    case 'answer':
      return answer(making);
    case 'diff':
      return diff(making);
    case 'logs':
      return logs(making);
  }
}

function conversation({ parts, detail }: Making): readonly HTMLElement[] {
  const shown = readEpisode(detail.solution?.content);
  if (shown === undefined) return dialoguePart(detail, parts);
  const view = new EpisodeView(parts);
  view.update(shown);
  return [view.element];
}

function viewer({ parts, openText }: Making, part: SampleTextPart, text: string): HTMLElement {
  const label = parts.strings.sample.tabs[part];
  return new TextViewer(parts, { label, text, onOpen: () => openText(part) }).element;
}

function text(content: string): HTMLElement {
  return element('p', { class: 'detail' }, content);
}

function block(title: string, ...children: readonly HTMLElement[]): HTMLElement {
  return element('section', {}, element('h3', {}, title), ...children);
}

function scoring({ parts, detail }: Making): readonly HTMLElement[] {
  const { strings, locale } = parts;
  const { sample } = strings;
  const { score, record } = detail;
  const { notMeasured } = readEvidence(detail);
  if (!score) {
    const state = stateText(record, strings).text;
    return [block(sample.notScored, text(fill(sample.notScoredText, record.reason ?? state)))];
  }
  const metrics = Object.entries(score.metrics);
  return [
    block(
      sample.milestones,
      plainTable(
        sample.milestones,
        [
          { label: sample.milestoneColumns.text },
          { label: sample.milestoneColumns.result },
          { label: sample.milestoneColumns.weight, numeric: true },
          { label: sample.milestoneColumns.detail },
        ],
        score.milestones.map((milestone) => [
          milestone.text,
          achieved(milestone, parts),
          digits(100 * milestone.weight, locale, 0),
          milestone.detail ?? '',
        ]),
      ),
    ),
    ...(notMeasured.length === 0
      ? []
      : [
          block(
            sample.notMeasuredTitle,
            element('ul', { class: 'plain' }, ...notMeasured.map((each) => element('li', {}, each))),
          ),
        ]),
    ...(metrics.length === 0
      ? []
      : [
          block(
            sample.metrics,
            narrow(
              plainTable(
                sample.metrics,
                [{ label: sample.metricColumns.name }, { label: sample.metricColumns.value, numeric: true }],
                metrics.map(([name, value]) => [name, value === undefined ? strings.none : digits(value, locale, 3)]),
              ),
            ),
          ),
        ]),
  ];
}

/** A name and a value a row need no width. */
function narrow(table: HTMLElement): HTMLElement {
  table.classList.add('metrics');
  return table;
}

function achieved({ achieved: value }: Milestone, { strings, locale }: ViewParts): HTMLElement {
  const { sample } = strings;
  if (value === undefined) return element('span', { class: 'state state-text-not-measured' }, sample.unmeasured);
  const share = Number(value);
  if (share >= 1) return element('span', { class: 'state state-text-passed' }, sample.achieved);
  if (share <= 0) return element('span', { class: 'state state-text-failed' }, sample.missed);
  return element('span', { class: 'state' }, fill(sample.partly, points(share, locale)));
}

function answer(making: Making): readonly HTMLElement[] {
  const { parts, detail } = making;
  const { sample } = parts.strings;
  const written = detail.solution?.text ?? detail.calls.at(-1)?.answer.text ?? '';
  if (written === '') return [text(sample.noAnswer)];
  const { answers, files, problems } = readEvidence(detail);
  return [
    ...(problems.length === 0
      ? []
      : [
          block(
            sample.problems,
            element(
              'ul',
              { class: 'plain problem' },
              ...problems.map(({ path, message }) =>
                element('li', {}, path === undefined ? message : `${path}: ${message}`),
              ),
            ),
          ),
        ]),
    ...(answers.length === 0
      ? []
      : [
          block(
            `${sample.asRead}: ${sample.answers}`,
            plainTable(
              sample.answers,
              [{ label: sample.answerColumns.id }, { label: sample.answerColumns.value }],
              answers.map(([id, value]) => [id, value]),
            ),
          ),
        ]),
    ...(files.length === 0
      ? []
      : [block(`${sample.asRead}: ${sample.files}`, ...files.map((file) => fileOf(file, parts)))]),
    block(sample.asWritten, viewer(making, 'answer', written)),
  ];
}

/** Opened when it is wanted: an answer may rewrite many files. */
function fileOf(
  { path, content }: { readonly path: string; readonly content: string | null },
  parts: ViewParts,
): HTMLElement {
  const { sample } = parts.strings;
  if (content === null) return element('p', { class: 'file' }, `${path} (${sample.deleted})`);
  const made = element('details', { class: 'file' }, element('summary', {}, path));
  made.addEventListener('toggle', () => {
    if (made.open && made.childElementCount === 1)
      made.append(new TextViewer(parts, { label: path, text: content }).element);
  });
  return made;
}

function diff({ parts, detail, openText }: Making): readonly HTMLElement[] {
  const { strings, texts } = parts;
  const { sample } = strings;
  const { diff: change } = readEvidence(detail);
  if (change === '') return [text(sample.noDiff)];
  const size = diffSize(change);
  return [
    text(fill(sample.diffSummary, texts.whole(size.files), texts.whole(size.added), texts.whole(size.removed))),
    new TextViewer(parts, {
      label: sample.tabs.diff,
      text: change,
      onOpen: () => openText('diff'),
      mark: (line) => ({ class: `diff-${diffLine(line)}`, label: '' }),
    }).element,
  ];
}

function logs({ parts, detail, openText }: Making): readonly HTMLElement[] {
  const { sample } = parts.strings;
  const { logs: all } = readEvidence(detail);
  if (all.length === 0) return [text(sample.noLog)];
  return all.map((log, index) => {
    const label = log.step === '' ? sample.tabs.logs : log.step;
    const onOpen = index === 0 ? () => openText('logs') : undefined;
    return block(label, new TextViewer(parts, { label, text: log.text, onOpen }).element);
  });
}

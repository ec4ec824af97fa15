/** Charts as SVG that says in words what it shows. Colours are of the style sheet. */
import type { ModelResult, SliceResult } from '../../../host/protocol';
import { dollars, points } from './figures';
import { markup, type Markup } from './markup';

const WIDTH = 720;
const LEFT = 220;
const RIGHT = 30;
const COLOURS = 8;

function figure(title: string, words: readonly string[], height: number, content: readonly Markup[]): Markup {
  const described = words.join('. ');
  return markup`<figure>
    <figcaption>${title}</figcaption>
    <svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${title}. ${described}">${content}</svg>
  </figure>`;
}

const across = (value: number) => LEFT + value * (WIDTH - LEFT - RIGHT);

function shortened(name: string): string {
  return name.length > 30 ? `…${name.slice(-29)}` : name;
}

/** Score of each model with its interval. */
export function scoreChart(overall: readonly ModelResult[]): Markup {
  const rows = overall.flatMap(({ model, value }) => (value === undefined ? [] : [{ model, value }]));
  const height = rows.length * 28 + 34;
  const grid = [0, 0.25, 0.5, 0.75, 1].map(
    (at) =>
      markup`<line class="grid" x1="${across(at)}" x2="${across(at)}" y1="4" y2="${height - 24}" />
        <text class="label" x="${across(at)}" y="${height - 8}" text-anchor="middle">${at * 100}</text>`,
  );
  const bars = rows.map(({ model, value }, i) => {
    const y = i * 28 + 18;
    return markup`<text class="label" x="${LEFT - 10}" y="${y + 4}" text-anchor="end">${shortened(model)}</text>
      <line class="interval c${i % COLOURS}" x1="${across(value.low)}" x2="${across(value.high)}" y1="${y}" y2="${y}" />
      <circle class="dot c${i % COLOURS}" cx="${across(value.mean)}" cy="${y}" r="5" />`;
  });
  return figure(
    'Score with 95 % interval, points of 100',
    rows.map(({ model, value }) => `${model}: ${points(value)}`),
    height,
    [...grid, ...bars],
  );
}

/** Score against length of context; a line a model. */
export function lengthChart(slices: readonly SliceResult[]): Markup | undefined {
  const groups = [...new Set(slices.map(({ slice }) => slice))];
  if (groups.length < 2) return undefined;
  const models = [...new Set(slices.map(({ model }) => model))];
  const height = 260;
  const [left, top, bottom] = [46, 12, 210];
  const x = (group: number) => left + 30 + (group * (WIDTH - left - RIGHT - 60)) / (groups.length - 1);
  const y = (value: number) => bottom - value * (bottom - top);
  const grid = [0, 0.5, 1].map(
    (at) =>
      markup`<line class="grid" x1="${left}" x2="${WIDTH - RIGHT}" y1="${y(at)}" y2="${y(at)}" />
        <text class="label" x="${left - 8}" y="${y(at) + 4}" text-anchor="end">${at * 100}</text>`,
  );
  const names = groups.map(
    (group, i) => markup`<text class="label" x="${x(i)}" y="${bottom + 18}" text-anchor="middle">${group}</text>`,
  );
  const lines = models.map((model, m) => {
    const own = groups.flatMap((group, i) => {
      const found = slices.find((each) => each.model === model && each.slice === group);
      return found === undefined ? [] : [{ x: x(i) + (m - (models.length - 1) / 2) * 5, value: found.value }];
    });
    const path = own.map(({ x: at, value }) => `${at.toFixed(1)},${y(value.mean).toFixed(1)}`).join(' ');
    const marks = own.map(
      ({ x: at, value }) =>
        markup`<line class="interval c${m % COLOURS}" x1="${at}" x2="${at}" y1="${y(value.low)}" y2="${y(value.high)}" />
          <circle class="dot c${m % COLOURS}" cx="${at}" cy="${y(value.mean)}" r="4" />`,
    );
    const legend = markup`<circle
        class="dot c${m % COLOURS}"
        cx="${left + 8 + (m % 3) * 225}"
        cy="${bottom + 34 + Math.floor(m / 3) * 16}"
        r="4"
      />
      <text class="label" x="${left + 18 + (m % 3) * 225}" y="${bottom + 38 + Math.floor(m / 3) * 16}"
        >${shortened(model)}</text
      >`;
    return markup`<polyline class="line c${m % COLOURS}" points="${path}" />${marks}${legend}`;
  });
  return figure(
    'Score against length of context in tokens, points of 100',
    slices.map(({ model, slice, value }) => `${model}, ${slice}: ${points(value)}`),
    height + Math.floor((models.length - 1) / 3) * 16,
    [...grid, ...names, ...lines],
  );
}

/** Cost of an answer against score: to the left and up is better. */
export function costChart(overall: readonly ModelResult[]): Markup | undefined {
  const rows = overall.flatMap(({ model, value, costPerSample }) =>
    value === undefined || costPerSample === undefined ? [] : [{ model, value, cost: costPerSample }],
  );
  const dearest = Math.max(0, ...rows.map(({ cost }) => cost));
  if (rows.length < 2 || dearest === 0) return undefined;
  const [left, top, bottom] = [46, 12, 220];
  const x = (cost: number) => left + 20 + (cost / dearest) * (WIDTH - left - 220);
  const y = (value: number) => bottom - value * (bottom - top);
  const axes = markup`<line class="grid" x1="${left}" x2="${WIDTH - RIGHT}" y1="${bottom}" y2="${bottom}" />
    <line class="grid" x1="${left}" x2="${left}" y1="${top}" y2="${bottom}" />
    <text class="label" x="${left - 8}" y="${y(1) + 4}" text-anchor="end">100</text
    ><text class="label" x="${left - 8}" y="${bottom + 4}" text-anchor="end">0</text>
    <text class="label" x="${x(0)}" y="${bottom + 18}" text-anchor="middle">$0</text
    ><text class="label" x="${x(dearest)}" y="${bottom + 18}" text-anchor="middle">${dollars(dearest)}</text>`;
  const dots = rows.map(
    ({ model, value, cost }, i) =>
      markup`<line
          class="interval c${i % COLOURS}"
          x1="${x(cost)}"
          x2="${x(cost)}"
          y1="${y(value.low)}"
          y2="${y(value.high)}"
        />
        <circle class="dot c${i % COLOURS}" cx="${x(cost)}" cy="${y(value.mean)}" r="5" />
        <text class="label" x="${x(cost) + 9}" y="${y(value.mean) + 4}">${shortened(model)}</text>`,
  );
  return figure(
    'Score against cost of an answer',
    rows.map(({ model, value, cost }) => `${model}: ${points(value)} for ${dollars(cost)}`),
    246,
    [axes, ...dots],
  );
}

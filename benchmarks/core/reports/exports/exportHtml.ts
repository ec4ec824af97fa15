import { createHash } from 'node:crypto';
import { askingTables } from './askingTables';
import { configurationRows } from './configurationRows';
import type { ExportInput } from './exportInput';
import { SCRIPT, STYLE } from './htmlAssets';
import { costChart, lengthChart, scoreChart } from './htmlCharts';
import { furtherTable, differenceTable, floorTable, overallTable, sampleTable, sliceTable, table } from './htmlTables';
import { markup, Markup } from './markup';

/** A browser takes seconds to lay out more rows than these; CSV and JSON have all of them. */
const MOST_SAMPLES = 5_000;

/** One file that loads nothing and runs nothing but its own sorting. */
export function exportHtml(input: ExportInput, failedOnly: boolean): string {
  const { report, samples } = input;
  const { run } = report;
  const shown = samples.slice(0, MOST_SAMPLES);
  const kind = failedOnly ? 'Samples that are not completely solved' : 'Samples';
  const caption =
    shown.length < samples.length
      ? `${kind}: the first ${shown.length} of ${samples.length}; CSV and JSON have all`
      : kind;
  const policy = `default-src 'none'; style-src '${sourceHash(STYLE)}'; script-src '${sourceHash(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${run.name}</title>
        <style>${new Markup(STYLE)}</style>
      </head>
      <body>
        <h1>${run.name}</h1>
        <p class="soft">
          ${run.configuration.set.name}, ${run.configuration.models.length} models,
          ${new Date(run.created).toISOString().slice(0, 10)}
        </p>
        <main>
          <h2>Results</h2>
          ${scoreChart(report.overall)}${overallTable(report.overall)}${furtherTable(report.overall)}
          ${
            report.notes.length === 0
              ? undefined
              : markup`<ul>
                  ${report.notes.map((note) => markup`<li>${note}</li>`)}
                </ul>`
          }
          ${
            report.differences.length === 0
              ? undefined
              : markup`<h2>Differences</h2>
                  ${differenceTable(report.differences)}`
          }
          ${
            report.asking === undefined
              ? undefined
              : markup`<h2>Asking</h2>
                  ${askingTables(report.asking).map(({ title, head, rows }) =>
                    table(
                      title,
                      head,
                      rows.map((row) => row.map((text) => ({ text }))),
                    ),
                  )}`
          }
          <h2>Slices</h2>
          ${lengthChart(report.byLength)}
          ${sliceTable('By category, points', report.byCategory)}${sliceTable('By language, points', report.byLanguage)}${sliceTable('By length of context in tokens, points', report.byLength)}
          ${costChart(report.overall)}
          ${
            report.floors.length === 0
              ? undefined
              : markup`<h2>Floors</h2>
                  ${floorTable(report.floors)}`
          }
          <h2>Samples</h2>
          ${sampleTable(caption, shown)}
          <h2>Configuration</h2>
          ${table(
            'What is needed to do this run again',
            ['', ''],
            configurationRows(input).map(([name, text]) => [{ text: name }, { text }]),
          )}
        </main>
        <script>${new Markup(SCRIPT)}</script>
      </body>
    </html> `.text;
}

function sourceHash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

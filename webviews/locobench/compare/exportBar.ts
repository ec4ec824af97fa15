import { button, element, fill } from '../../shared/dom';
import { section, type ViewParts } from '../parts';
import type { ExportFormat, RunRecord } from '../protocol';
import { checkBox } from '../setUp/fields';

/** A run's results as a file, in the form that the next tool reads. */
export function exportBar(run: RunRecord, { strings, send }: ViewParts): HTMLElement {
  const { compare } = strings;
  let failedOnly = false;
  const formats = Object.keys(compare.formats) as ExportFormat[];
  return section(
    'export-title',
    compare.exportTitle,
    element('p', { class: 'detail' }, fill(compare.exportText, run.name)),
    element(
      'div',
      { class: 'acts export' },
      ...formats.map((format) =>
        button(compare.formats[format], () => send({ type: 'export', run: run.id, format, failedOnly }), {
          class: 'secondary',
          'aria-label': fill(compare.exportAs, compare.formats[format]),
          'data-focus': `export-${format}`,
        }),
      ),
      checkBox(compare.failedOnly, failedOnly, (on) => {
        failedOnly = on;
      }),
    ),
  );
}

import { exportCsv } from './exportCsv';
import { exportHtml } from './exportHtml';
import { isFailed, type ExportInput } from './exportInput';
import { exportJson } from './exportJson';
import { exportJunit } from './exportJunit';
import { exportMarkdown } from './exportMarkdown';

export const exportFormats = ['json', 'csv', 'junit', 'html', 'markdown'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/**
 * The file's text.
 * @param failedOnly samples that are not completely solved alone; figures stay those of the whole run
 */
export function exportRun(input: ExportInput, format: ExportFormat, failedOnly: boolean): string {
  const chosen = failedOnly ? { ...input, samples: input.samples.filter(isFailed) } : input;
  switch (format) {
    case 'json':
      return exportJson(chosen);
    case 'csv':
      return exportCsv(chosen);
    case 'junit':
      return exportJunit(chosen);
    case 'html':
      return exportHtml(chosen, failedOnly);
    case 'markdown':
      return exportMarkdown(chosen);
  }
}

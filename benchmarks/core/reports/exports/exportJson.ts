import type { ExportInput } from './exportInput';

/** One document. What was not measured is null, so that no key is missing. */
export function exportJson({ report, samples, versions, exported }: ExportInput): string {
  const { run, ...figures } = report;
  const document = {
    form: 'whetstone-run-report-1',
    exported: new Date(exported).toISOString(),
    versions,
    run,
    ...figures,
    samples: samples.map(({ record, ...rest }) => ({ ...record, ...rest })),
  };
  return `${JSON.stringify(document, (_, value: unknown) => value ?? null, 2)}\n`;
}

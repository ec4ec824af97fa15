import type { Milestone } from '../../runs/types';
import type { ExportInput, ExportSample } from './exportInput';

/**
 * JUnit's XML as Jenkins, GitLab and others read it: a suite a model, a test case a sample. A sample that is not completely solved is a
 * failure with its milestones, an error is an error, and what was not measured, refused or not done is skipped.
 */
export function exportJunit({ report, samples }: ExportInput): string {
  const suites = report.run.configuration.models.flatMap((model) => {
    const own = samples.filter(({ record }) => record.model === model);
    return own.length === 0 ? [] : [suite(model, own, report.run.created)];
  });
  const totals = counts(samples);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${xml(report.run.name)}" ${totals}>`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(model: string, samples: readonly ExportSample[], created: number): string {
  // The schema has no time zone there.
  const timestamp = new Date(created).toISOString().slice(0, 19);
  return [
    `  <testsuite name="${xml(model)}" ${counts(samples)} timestamp="${timestamp}">`,
    ...samples.map(testCase),
    '  </testsuite>',
  ].join('\n');
}

function counts(samples: readonly ExportSample[]): string {
  const kinds = samples.map(kindOf);
  const of = (kind: ReturnType<typeof kindOf>) => kinds.filter((each) => each === kind).length;
  const seconds = samples.reduce((sum, { record }) => sum + (record.totalMs ?? 0), 0) / 1000;
  return `tests="${samples.length}" failures="${of('failure')}" errors="${of('error')}" skipped="${of('skipped')}" time="${seconds.toFixed(3)}"`;
}

function kindOf({ record }: ExportSample): 'passed' | 'failure' | 'error' | 'skipped' {
  if (record.state === 'error') return 'error';
  if (record.state !== 'scored') return 'skipped';
  return record.complete === true ? 'passed' : 'failure';
}

function testCase(sample: ExportSample): string {
  const { record, title, category } = sample;
  const name = `${title} [${record.scenario}${record.repeat > 0 ? `, repeat ${record.repeat + 1}` : ''}]`;
  const head = `    <testcase name="${xml(name)}" classname="${xml(category)}" time="${((record.totalMs ?? 0) / 1000).toFixed(3)}"`;
  const reason = xml(record.reason ?? record.state);
  switch (kindOf(sample)) {
    case 'passed':
      return `${head}/>`;
    case 'failure': {
      const text = (sample.milestones ?? []).map(milestoneLine).join('\n');
      const message = `${(record.value ?? 0).toFixed(2)} of 1`;
      return `${head}><failure message="${message}" type="incomplete">${xml(text)}</failure></testcase>`;
    }
    case 'error':
      return `${head}><error message="${reason}" type="${xml(record.reasonKind ?? 'error')}"/></testcase>`;
    case 'skipped':
      return `${head}><skipped message="${xml(record.state)}: ${reason}"/></testcase>`;
  }
}

function milestoneLine({ text, weight, achieved, detail }: Milestone): string {
  const how = achieved === undefined ? 'not measured' : `${(Number(achieved) * 100).toFixed(0)} %`;
  return `${how} (weight ${weight.toFixed(2)}): ${text}${detail === undefined ? '' : ` - ${detail}`}`;
}

/** Escaped, without characters that XML 1.0 does not have: one of them makes the whole file unreadable. */
function xml(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- these are what must not be there
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/\p{Surrogate}/gu, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll('\n', '&#10;')
  );
}

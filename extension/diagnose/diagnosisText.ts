/** A page of facts. In English whatever the language of VS Code: it is read by those whom the user asks for help. */
export interface DiagnosisSection {
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: string | number | boolean | undefined])[];
}

export function diagnosisText(sections: readonly DiagnosisSection[]): string {
  const body = sections.map(({ title, facts }) => `## ${title}\n\n${table(facts)}\n`);
  return [
    '# Whetstone diagnosis',
    '',
    'Holds settings and paths, no source text. Read it before you share it.',
    '',
    ...body,
  ].join('\n');
}

/** Columns are padded: most people read the page as it is, not rendered. */
function table(facts: DiagnosisSection['facts']): string {
  const rows = [
    ['Fact', 'Value'],
    ...facts.map(([name, value]) => [cell(name), cell(value === undefined ? '–' : String(value))]),
  ];
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const widths = [width(0), Math.min(width(1), 60)];
  const line = (cells: readonly string[], fill = ' '): string =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0, fill)).join(' | ')} |`;
  const [head = [], ...others] = rows;
  return [line(head), line(['', ''], '-'), ...others.map((row) => line(row))].join('\n');
}

/** A value must not break the table, nor be read as Markdown. */
function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/([\\|`*_<>[\]])/g, '\\$1');
}

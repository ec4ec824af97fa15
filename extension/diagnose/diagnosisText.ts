/** A page of facts. In English whatever the language of VS Code: it is read by those whom the user asks for help. */
export interface DiagnosisSection {
  readonly title: string;
  readonly facts: readonly (readonly [name: string, value: string | number | boolean | undefined])[];
}

export function diagnosisText(sections: readonly DiagnosisSection[]): string {
  const body = sections.map(({ title, facts }) => {
    const rows = facts.map(([name, value]) => `| ${cell(name)} | ${cell(value === undefined ? '–' : String(value))} |`);
    return [`## ${title}`, '', '| | |', '|---|---|', ...rows, ''].join('\n');
  });
  return [
    '# Whetstone diagnosis',
    '',
    'Holds settings and paths, no source text. Read it before you share it.',
    '',
    ...body,
  ].join('\n');
}

/** A value must not break the table, nor be read as Markdown. */
function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/([\\|`*_<>[\]])/g, '\\$1');
}

import type { Family } from '../../grading/weaknesses';

/** Habits of one file that a new function takes over. */
export interface CodeStyle {
  readonly indent: string;
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  /** Written before `const` was there. */
  readonly vars: boolean;
  readonly modules: boolean;
  readonly types: boolean;
}

export function styleOf(text: string, path: string, family: Family): CodeStyle {
  const lines = text.split('\n');
  const indents = lines.flatMap((line) => /^(\t| +)\S/.exec(line)?.[1] ?? []);
  const tabs = indents.filter((each) => each.startsWith('\t')).length;
  const widths = indents.map(({ length }) => length).filter((width) => width >= 2 && width <= 8);
  const indent =
    tabs * 2 > indents.length
      ? '\t'
      : ' '.repeat(widths.length === 0 ? (family === 'python' ? 4 : 2) : Math.min(...widths));
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return {
    indent: family === 'python' && indent.length < 2 && indent !== '\t' ? '    ' : indent,
    quote: count(/"/g) > count(/'/g) ? '"' : "'",
    semicolons: count(/;\s*$/gm) * 4 > count(/[)\w'"]\s*$/gm),
    vars: count(/^\s*var /gm) > 0 && count(/^\s*(?:const|let) /gm) === 0,
    modules: /^\s*(?:import|export)\b/m.test(text) || /\.(?:ts|tsx|mts|mjs)$/.test(path),
    types: /\.(?:ts|tsx|mts|cts)$/.test(path),
  };
}

/** A pattern's text as the file would have it. */
export function inStyle(code: string, family: Family, style: CodeStyle): string {
  const level = family === 'python' ? '    ' : '  ';
  let made = code.replace(/⟦([^⟧]*)⟧/g, style.types ? '$1' : '');
  if (family === 'script') {
    if (style.vars) made = made.replace(/^(\s*|.*\()(?:const|let) /gm, '$1var ');
    if (!style.modules) made = made.replace(/^export /gm, '');
    if (!style.semicolons) made = made.replace(/;$/gm, '');
  }
  if ((family === 'script' || family === 'python') && style.quote === '"')
    made = made.replace(/'([^'"\\\n]*)'/g, (whole, inner: string, at: number) =>
      insideQuotes(made, at) ? whole : `"${inner}"`,
    );
  return made
    .split('\n')
    .map((line) => {
      const head = /^(?: {2})*/.exec(line)?.[0] ?? '';
      const depth = Math.floor(head.length / level.length);
      return style.indent.repeat(depth) + line.slice(depth * level.length);
    })
    .join('\n');
}

/** Whether a place stands inside double quotes already. */
function insideQuotes(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
  return (line.match(/"/g)?.length ?? 0) % 2 === 1;
}

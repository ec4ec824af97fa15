/** Docstrings in the styles that tools read. */
import type { Design } from '../../../preferences/types';

export interface DocstringParts {
  readonly sentence: string;
  readonly parameters: readonly { readonly name: string; readonly type: string; readonly text: string }[];
  readonly returns: { readonly type: string; readonly text: string };
}

/** Lines without indent; none where a design wants no comment. */
export function docstringLines({ sentence, parameters, returns }: DocstringParts, design: Design): readonly string[] {
  const detail = design['comment-detail'];
  if (detail !== 'tags') return detail === 'line' || design['docs-place'] === 'comment' ? [`"""${sentence}"""`] : [];
  const typed = design.annotations === 'comment';
  const style = design['docstring-style'];
  if (style === 'google') {
    return [
      `"""${sentence}`,
      '',
      'Args:',
      ...parameters.map(({ name, type, text }) => `    ${name}${typed ? ` (${type})` : ''}: ${text}`),
      '',
      'Returns:',
      `    ${typed ? `${returns.type}: ` : ''}${returns.text}`,
      '"""',
    ];
  }
  if (style === 'numpy') {
    return [
      `"""${sentence}`,
      '',
      'Parameters',
      '----------',
      ...parameters.flatMap(({ name, type, text }) => [`${name}${typed ? ` : ${type}` : ''}`, `    ${text}`]),
      '',
      'Returns',
      '-------',
      typed ? returns.type : 'what comes of it',
      `    ${returns.text}`,
      '"""',
    ];
  }
  return [
    `"""${sentence}`,
    '',
    ...parameters.flatMap(({ name, type, text }) => [
      `:param ${name}: ${text}`,
      ...(typed ? [`:type ${name}: ${type}`] : []),
    ]),
    `:returns: ${returns.text}`,
    ...(typed ? [`:rtype: ${returns.type}`] : []),
    '"""',
  ];
}

/** Indent of the body of a function. @param bodyStart as facts have it: where lines can be put in */
export function pythonIndent(source: string, bodyStart: number): string {
  return /^[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*([ \t]+)\S/.exec(source.slice(bodyStart))?.[1] ?? '    ';
}

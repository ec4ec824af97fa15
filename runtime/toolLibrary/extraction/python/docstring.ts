/** What a docstring says: Google's, NumPy's and Sphinx's forms, and plain text. */

export interface DocumentedParameter {
  readonly description: string;
  /** As written. */
  readonly type?: string | undefined;
}

export interface Docstring {
  /** Without sections. */
  readonly description: string;
  readonly parameters: ReadonlyMap<string, DocumentedParameter>;
  readonly returns: DocumentedParameter | undefined;
  readonly deprecated: string | undefined;
}

type Section = 'parameters' | 'returns' | 'other';

const google: ReadonlyMap<string, Section> = new Map([
  ...['args', 'arguments', 'parameters', 'params', 'keyword args', 'keyword arguments', 'other parameters'].map(
    (each) => [each, 'parameters'] as const,
  ),
  ...['returns', 'return', 'yields', 'yield'].map((each) => [each, 'returns'] as const),
  ...['raises', 'raise', 'example', 'examples', 'note', 'notes', 'attributes', 'warning', 'warnings', 'warns'].map(
    (each) => [each, 'other'] as const,
  ),
  ...['see also', 'references', 'todo', 'todos', 'methods', 'usage', 'tip', 'tips', 'important'].map(
    (each) => [each, 'other'] as const,
  ),
]);

const sphinxField =
  /^:(param|parameter|arg|argument|key|keyword|type|returns?|rtype|raises?|yields?|var|ivar|meta)\b[ \t]*([^:]*):[ \t]*(.*)$/;

/** @param text the literal's value */
export function parseDocstring(text: string): Docstring {
  const lines = unindented(text);
  const description: string[] = [];
  const parameters = new Map<string, DocumentedParameter>();
  let returns: DocumentedParameter | undefined;
  let deprecated: string | undefined;
  let at = 0;
  while (at < lines.length) {
    const line = lines[at]!;
    const numpy = /^-{3,}\s*$/.test(lines[at + 1] ?? '') ? google.get(line.trim().toLowerCase()) : undefined;
    const isNumpy = numpy !== undefined || (line.trim() !== '' && /^-{3,}\s*$/.test(lines[at + 1] ?? ''));
    const heading = /^([A-Za-z ]+):\s*$/.exec(line);
    const section = isNumpy ? (numpy ?? 'other') : google.get(heading?.[1]?.trim().toLowerCase() ?? '');
    const field = sphinxField.exec(line);
    const notice = /^\.\.\s+deprecated::\s*(.*)$|^deprecated(?:\s+since[^:]*)?\s*[:.]\s*(.*)$/i.exec(line);
    if (section !== undefined) {
      const { body, next } = isNumpy ? numpyBody(lines, at + 2) : indentedBody(lines, at + 1);
      if (section === 'parameters') {
        for (const [name, each] of isNumpy ? numpyEntries(body) : googleEntries(body)) parameters.set(name, each);
      } else if (section === 'returns') returns = isNumpy ? numpyReturns(body) : googleReturns(body);
      at = next;
    } else if (field !== null) {
      const { body, next } = indentedBody(lines, at + 1);
      const told = joined([field[3] ?? '', ...body]);
      returns = takeField(field[1]!, field[2]!.trim(), told, parameters, returns);
      at = next;
    } else if (notice !== null) {
      const { body, next } = indentedBody(lines, at + 1);
      deprecated = joined([notice[1] ?? notice[2] ?? '', ...body]);
      at = next;
    } else {
      description.push(line);
      at++;
    }
  }
  const plain = description.join('\n');
  // Doctests are examples, and told as such.
  const before = /(^|\n)[ \t]*>>> /.exec(plain);
  return {
    description: (before === null ? plain : plain.slice(0, before.index)).trim(),
    parameters,
    returns,
    deprecated,
  };
}

function unindented(text: string): readonly string[] {
  const lines = text.replaceAll('\t', '    ').split(/\r?\n/);
  const indents = lines.slice(1).flatMap((line) => (line.trim() === '' ? [] : [line.search(/\S/)]));
  const indent = indents.reduce((least, each) => Math.min(least, each), Infinity);
  return lines.map((line, at) => (at === 0 ? line.trimStart() : line.slice(Math.min(indent, line.length))).trimEnd());
}

interface Body {
  readonly body: readonly string[];
  readonly next: number;
}

/** Lines that are further in, up to the next one that is not. */
function indentedBody(lines: readonly string[], from: number): Body {
  let next = from;
  while (next < lines.length && (lines[next] === '' || lines[next]!.startsWith(' '))) next++;
  while (next > from && lines[next - 1] === '') next--;
  return { body: lines.slice(from, next), next };
}

function numpyBody(lines: readonly string[], from: number): Body {
  let next = from;
  while (next < lines.length && !/^-{3,}\s*$/.test(lines[next + 1] ?? '')) next++;
  return { body: lines.slice(from, next), next };
}

function googleEntries(body: readonly string[]): readonly (readonly [string, DocumentedParameter])[] {
  const indent = body.find((line) => line !== '')?.search(/\S/) ?? 0;
  const entries: { name: string; type: string | undefined; lines: string[] }[] = [];
  for (const line of body) {
    const entry =
      line.search(/\S/) === indent ? /^\s*\*{0,2}(\w+)\s*(?:\((.*?)\))?\s*:(?:\s+|$)(.*)$/.exec(line) : null;
    if (entry !== null) entries.push({ name: entry[1]!, type: entry[2], lines: [entry[3]!] });
    else entries.at(-1)?.lines.push(line);
  }
  return entries.map(({ name, type, lines }) => [name, { description: joined(lines), type: plainTypeText(type) }]);
}

function googleReturns(body: readonly string[]): DocumentedParameter {
  const text = joined(body);
  const typed = /^([A-Za-z_][\w.]*(?:\[[^\n]*?\])?(?:\s*\|\s*\w+)*)\s*:\s+(.*)$/s.exec(text);
  return typed === null ? { description: text } : { description: typed[2]!, type: typed[1] };
}

function numpyEntries(body: readonly string[]): readonly (readonly [string, DocumentedParameter])[] {
  const entries: { names: readonly string[]; type: string | undefined; lines: string[] }[] = [];
  for (const line of body) {
    const head = /^(\*{0,2}\w+(?:\s*,\s*\*{0,2}\w+)*)\s*(?::\s*(.*))?$/.exec(line);
    if (head !== null) {
      const names = head[1]!.split(',').map((each) => each.trim().replace(/^\*+/, ''));
      entries.push({ names, type: plainTypeText(head[2]), lines: [] });
    } else entries.at(-1)?.lines.push(line);
  }
  return entries.flatMap(({ names, type, lines }) =>
    names.map((name) => [name, { description: joined(lines), type }] as const),
  );
}

function numpyReturns(body: readonly string[]): DocumentedParameter {
  const [first = '', ...rest] = body;
  const described = rest.filter((line) => line.startsWith(' '));
  if (described.length === 0) return { description: joined(body) };
  return { description: joined(described), type: first.replace(/^\w+\s*:\s*/, '').trim() };
}

function takeField(
  kind: string,
  rest: string,
  told: string,
  parameters: Map<string, DocumentedParameter>,
  returns: DocumentedParameter | undefined,
): DocumentedParameter | undefined {
  const words = rest.split(/\s+/);
  const name = (words.at(-1) ?? '').replace(/^\*+/, '');
  if (/^(param|parameter|arg|argument|key|keyword)$/.test(kind)) {
    const type = words.length > 1 ? words.slice(0, -1).join(' ') : parameters.get(name)?.type;
    parameters.set(name, { description: told, type });
  } else if (kind === 'type') {
    parameters.set(name, { description: parameters.get(name)?.description ?? '', type: plainTypeText(told) });
  } else if (/^(returns?|yields?)$/.test(kind)) return { description: told, type: returns?.type };
  else if (kind === 'rtype') return { description: returns?.description ?? '', type: told };
  return returns;
}

/** "int, optional" → "int". */
function plainTypeText(text: string | undefined): string | undefined {
  const plain = text
    ?.replace(/,?\s*(optional|required)\b.*$/i, '')
    .replace(/,?\s*defaults?\b.*$/i, '')
    .trim();
  return plain === '' ? undefined : plain;
}

/** Lines that were broken for width are one; paragraphs stay. */
function joined(lines: readonly string[]): string {
  const paragraphs = lines
    .map((line) => line.trim())
    .join('\n')
    .trim()
    .split(/\n{2,}/);
  return paragraphs.map((each) => each.replace(/\s*\n\s*/g, ' ')).join('\n\n');
}

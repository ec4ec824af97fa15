/** What a type checker or compiler printed, as errors that can be compared between two states. */

/** Without places: an error that only moved is no new one. */
export interface TypeErrors {
  /** Error without its line -> how often. */
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
}

const FORMS: readonly RegExp[] = [
  // tsc: a.ts(1,2): error TS2304: Cannot find name 'b'.
  /^(?<file>[^\s(][^(]*)\(\d+,\d+\): error (?<text>TS\d+: .*)$/,
  // tsc --pretty: a.ts:1:2 - error TS2304: …
  /^(?<file>[^\s:]+):\d+:\d+ - error (?<text>TS\d+: .*)$/,
  // tsc without a file
  /^(?<file>)error (?<text>TS\d+: .*)$/,
  // mypy, gcc, clang, javac, go vet: a.py:1: error: …, a.c:1:2: error: …, ./a.go:1:2: undefined: b
  /^(?<file>[^\s:]+\.\w+):\d+(?::\d+)?: (?:fatal )?error: (?<text>.*)$/,
  /^(?<file>[^\s:]+\.go):\d+:\d+: (?<text>.*)$/,
  // pyright
  /^\s*(?<file>[^\s:]+\.pyi?):\d+:\d+ - error: (?<text>.*)$/,
  // rustc, cargo check --message-format=short
  /^(?<file>[^\s:]+\.rs):\d+:\d+: error(?<text>.*)$/,
  // dotnet
  /^(?<file>[^\s(][^(]*)\(\d+,\d+\): error (?<text>CS\d+: .*)$/,
];

export function readTypeErrors(output: string, folder: string): TypeErrors {
  const counts = new Map<string, number>();
  let total = 0;
  // eslint-disable-next-line no-control-regex -- colours of terminals
  for (const line of output.replace(/\u001b\[[0-9;]*m/g, '').split(/\r?\n/)) {
    const groups = FORMS.map((form) => form.exec(line)?.groups).find((each) => each !== undefined);
    if (groups === undefined) continue;
    const key = `${(groups.file ?? '').replace(`${folder}/`, '')}: ${groups.text ?? ''}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    total++;
  }
  return { counts, total };
}

/** @returns what is there more often than before */
export function newErrors(before: TypeErrors, after: TypeErrors): string[] {
  return [...after.counts].flatMap(([error, count]) => (count > (before.counts.get(error) ?? 0) ? error : []));
}

/** What starts and ends comments and strings, per family of languages; enough to tell in which of them a cursor stands. */
export interface LanguageSyntax {
  readonly lineComments: readonly string[];
  readonly blockComments: readonly (readonly [open: string, close: string])[];
  readonly strings: readonly StringSyntax[];
}

export interface StringSyntax {
  readonly quote: string;
  /** Goes on over line ends; others end with their line, even when not closed. */
  readonly multiline?: boolean;
  /** A backslash takes the meaning from the next character; default true. */
  readonly escapes?: boolean;
  /** Opens code inside the string, closed by `}`. */
  readonly interpolation?: '${' | '#{';
}

const double: StringSyntax = { quote: '"' };
const single: StringSyntax = { quote: "'" };
const slashes = { lineComments: ['//'], blockComments: [['/*', '*/']] } as const;

const c: LanguageSyntax = { ...slashes, strings: [double, single] };
const script: LanguageSyntax = {
  ...slashes,
  strings: [double, single, { quote: '`', multiline: true, interpolation: '${' }],
};
const go: LanguageSyntax = { ...slashes, strings: [double, single, { quote: '`', multiline: true, escapes: false }] };
// No single quotes: lifetimes ('a) would open strings that never end.
const rust: LanguageSyntax = { ...slashes, strings: [{ quote: '"', multiline: true }] };
const jvm: LanguageSyntax = {
  ...slashes,
  strings: [{ quote: '"""', multiline: true }, double, single],
};
const php: LanguageSyntax = {
  lineComments: ['//', '#'],
  blockComments: slashes.blockComments,
  strings: [
    { quote: '"', multiline: true },
    { quote: "'", multiline: true },
  ],
};
const python: LanguageSyntax = {
  lineComments: ['#'],
  blockComments: [],
  strings: [{ quote: '"""', multiline: true }, { quote: "'''", multiline: true }, double, single],
};
const ruby: LanguageSyntax = {
  lineComments: ['#'],
  blockComments: [['\n=begin', '\n=end']],
  strings: [{ quote: '"', interpolation: '#{' }, single],
};
const shell: LanguageSyntax = {
  lineComments: [' #', '\n#', '\t#'],
  blockComments: [],
  strings: [
    { quote: '"', multiline: true },
    { quote: "'", multiline: true, escapes: false },
  ],
};
const hash: LanguageSyntax = { lineComments: ['#'], blockComments: [], strings: [double, single] };
const sql: LanguageSyntax = {
  lineComments: ['--'],
  blockComments: slashes.blockComments,
  strings: [{ quote: "'", multiline: true, escapes: false }],
};
const lua: LanguageSyntax = { lineComments: ['--'], blockComments: [['--[[', ']]']], strings: [double, single] };
const haskell: LanguageSyntax = { lineComments: ['--'], blockComments: [['{-', '-}']], strings: [double] };
const lisp: LanguageSyntax = {
  lineComments: [';'],
  blockComments: [['#|', '|#']],
  strings: [{ quote: '"', multiline: true }],
};
const markup: LanguageSyntax = { lineComments: [], blockComments: [['<!--', '-->']], strings: [] };
const css: LanguageSyntax = { lineComments: [], blockComments: slashes.blockComments, strings: [double, single] };
const tex: LanguageSyntax = { lineComments: ['%'], blockComments: [], strings: [] };
const percent: LanguageSyntax = { lineComments: ['%'], blockComments: [], strings: [double, single] };
const json: LanguageSyntax = { ...slashes, strings: [double] };

const families: readonly (readonly [LanguageSyntax, readonly string[]])[] = [
  [
    c,
    [
      'c',
      'cpp',
      'csharp',
      'objective-c',
      'objective-cpp',
      'cuda-cpp',
      'dart',
      'swift',
      'solidity',
      'zig',
      'glsl',
      'hlsl',
      'proto3',
      'proto',
      'scss',
      'less',
      'verilog',
    ],
  ],
  [script, ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'vue', 'svelte']],
  [go, ['go']],
  [rust, ['rust']],
  [jvm, ['java', 'kotlin', 'scala', 'groovy']],
  [php, ['php']],
  [python, ['python', 'starlark', 'gdscript']],
  [ruby, ['ruby', 'crystal', 'elixir']],
  [shell, ['shellscript', 'bash', 'zsh', 'fish']],
  [
    hash,
    [
      'yaml',
      'toml',
      'dockerfile',
      'makefile',
      'cmake',
      'perl',
      'r',
      'julia',
      'powershell',
      'properties',
      'dotenv',
      'ini',
      'nim',
      'terraform',
      'nix',
      'coffeescript',
      'ignore',
    ],
  ],
  [sql, ['sql', 'plsql', 'ada', 'vhdl']],
  [lua, ['lua']],
  [haskell, ['haskell', 'elm', 'purescript']],
  [lisp, ['clojure', 'lisp', 'commonlisp', 'scheme', 'racket']],
  [markup, ['html', 'xml', 'markdown', 'xsl', 'svg', 'mdx']],
  [css, ['css']],
  [tex, ['latex', 'tex', 'bibtex']],
  [percent, ['erlang', 'matlab', 'prolog']],
  [json, ['json', 'jsonc', 'json5', 'jsonl']],
];

const byLanguage = new Map(families.flatMap(([syntax, ids]) => ids.map((id) => [id, syntax] as const)));

/** @param languageId VS Code's; undefined for languages that are not known, where everything counts as code */
export function syntaxOf(languageId: string): LanguageSyntax | undefined {
  return byLanguage.get(languageId);
}

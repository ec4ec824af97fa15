/** What is known of a language for its outline. */
export interface OutlineSyntax {
  readonly lineComment: readonly string[];
  readonly blockComment: readonly (readonly [string, string])[];
  readonly strings: readonly string[];
  /** Single characters in quotes, where the quote has other uses too. */
  readonly characters?: boolean;
  /** Strings over several lines. */
  readonly multiline: readonly (readonly [string, string])[];
  /** How a symbol ends: at its closing brace, where lines are no longer indented more than its first, or at the next bracket. */
  readonly ends: 'braces' | 'indent' | 'sections';
  readonly rules: readonly OutlineRule[];
}

export interface OutlineRule {
  readonly kind: string;
  /** Matches the beginning of a masked line; the group `name` is the symbol. */
  readonly pattern: RegExp;
  /** 'member': only directly inside a symbol that holds others. 'top': only outside of functions. Default: anywhere. */
  readonly where?: 'member' | 'top';
  /** Whether its members are looked for. */
  readonly holds?: boolean;
}

const word = String.raw`[\p{L}_$][\p{L}\p{N}_$]*`;
const rule = (kind: string, source: string, more: Omit<OutlineRule, 'kind' | 'pattern'> = {}): OutlineRule => ({
  kind,
  pattern: new RegExp(String.raw`^\s*${source.replaceAll('NAME', `(?<name>${word})`)}`, 'u'),
  ...more,
});
const holds = { holds: true } as const;
const member = { where: 'member' } as const;
const top = { where: 'top' } as const;
/** Words before a bracket that call or control something. */
const noCall = String.raw`(?!(?:if|for|while|switch|catch|return|function|else|do|try|new|await|typeof|throw|super|using|lock|foreach|sizeof|defer|go|when|with|synchronized|constructor\.)\b)`;

const slashes = {
  lineComment: ['//'],
  blockComment: [['/*', '*/']],
  strings: ['"', "'"],
  multiline: [],
  ends: 'braces',
} as const;
const hash = { lineComment: ['#'], blockComment: [], strings: ['"', "'"], multiline: [] } as const;

const script: OutlineSyntax = {
  ...slashes,
  multiline: [['`', '`']],
  rules: [
    rule('class', String.raw`(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?class\s+NAME`, holds),
    rule('interface', String.raw`(?:export\s+)?(?:declare\s+)?interface\s+NAME`),
    rule('enum', String.raw`(?:export\s+)?(?:declare\s+)?(?:const\s+)?enum\s+NAME`),
    rule('namespace', String.raw`(?:export\s+)?(?:declare\s+)?(?:namespace|module)\s+NAME`, holds),
    rule('type', String.raw`(?:export\s+)?(?:declare\s+)?type\s+NAME\b[^=]*=`, top),
    rule('function', String.raw`(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:async\s+)?function\s*\*?\s*NAME`),
    rule(
      'function',
      String.raw`(?:export\s+)?(?:const|let|var)\s+NAME\s*(?::[^=]+)?=\s*(?:async\s*)?(?:function\b|\([^)]*$|\([^)]*\)\s*(?::[^=]+)?=>|[\w$]+\s*=>)`,
    ),
    rule('constant', String.raw`(?:export\s+)?(?:const|let|var)\s+NAME\b`, top),
    rule(
      'method',
      String.raw`(?:(?:public|private|protected|static|async|readonly|override|abstract|get|set|declare)\s+)*[*#]?${noCall}NAME\s*(?:<[^(]*>)?\(`,
      member,
    ),
    rule(
      'property',
      String.raw`(?:(?:public|private|protected|static|readonly|override|declare)\s+)*#?NAME\s*(?::[^=]+)?=\s*(?:async\s*)?(?:\([^)]*\)|\w+)\s*(?::[^=]+)?=>`,
      member,
    ),
  ],
};

const modifiers = String.raw`(?:(?:public|private|protected|internal|static|final|abstract|sealed|override|virtual|async|partial|open|data|inline|suspend|operator|readonly|unsafe|extern|synchronized|native|default|implicit|lazy|case|fileprivate|mutating|convenience|required|@\w+(?:\([^)]*\))?)\s+)*`;
const types = rule(
  'class',
  String.raw`${modifiers}(?:class|interface|struct|enum(?:\s+class)?|record(?:\s+(?:class|struct))?|trait|object|protocol|extension|actor|@interface)\s+NAME`,
  holds,
);
const cMethods = rule(
  'method',
  String.raw`${modifiers}(?:<[^>]*>\s*)?${noCall}(?:[\w.<>\[\],?]+(?:\s*[*&]+)?\s+)+${noCall}NAME\s*\(`,
  member,
);
const constructors = rule('constructor', String.raw`(?:(?:public|private|protected|internal)\s+)NAME\s*\(`, member);
const classes: OutlineSyntax = {
  ...slashes,
  multiline: [['"""', '"""']],
  rules: [rule('namespace', String.raw`namespace\s+(?<name>[\w.]+)\s*\{?\s*$`, holds), types, cMethods, constructors],
};
const words: OutlineSyntax = {
  ...slashes,
  multiline: [['"""', '"""']],
  rules: [
    types,
    rule('function', String.raw`${modifiers}(?:fun|func|def|function)\s+(?:<[^>]*>\s*)?(?:[\w<>?]+\.)?&?NAME`),
    rule('constructor', String.raw`${modifiers}(?<name>init|constructor)\s*\(`, member),
  ],
};

export const outlineSyntaxes: Readonly<Record<string, OutlineSyntax>> = {
  script,
  python: {
    ...hash,
    multiline: [
      ['"""', '"""'],
      ["'''", "'''"],
    ],
    ends: 'indent',
    rules: [
      rule('class', String.raw`class\s+NAME`, holds),
      rule('function', String.raw`(?:async\s+)?def\s+NAME`, holds),
      rule('constant', String.raw`(?<name>[A-Z][A-Z0-9_]{2,})\s*(?::[^=]+)?=(?!=)`, top),
    ],
  },
  java: classes,
  csharp: classes,
  kotlin: words,
  swift: words,
  scala: words,
  php: { ...words, lineComment: ['//', '#'] },
  go: {
    ...slashes,
    multiline: [['`', '`']],
    rules: [
      rule('method', String.raw`func\s+\([^)]*\)\s*NAME`),
      rule('function', String.raw`func\s+NAME`),
      rule('type', String.raw`type\s+NAME`),
    ],
  },
  rust: {
    ...slashes,
    strings: ['"'],
    characters: true,
    rules: [
      rule('impl', String.raw`(?:unsafe\s+)?impl\b(?:<[^{]*?>)?\s*(?<name>[^{]+?)\s*(?:where\b.*)?\{`, holds),
      rule('type', String.raw`(?:pub(?:\([^)]*\))?\s+)?(?:struct|enum|union|type)\s+NAME`),
      rule('trait', String.raw`(?:pub(?:\([^)]*\))?\s+)?(?:unsafe\s+)?trait\s+NAME`, holds),
      rule('module', String.raw`(?:pub(?:\([^)]*\))?\s+)?mod\s+NAME`, holds),
      rule(
        'function',
        String.raw`(?:pub(?:\([^)]*\))?\s+)?(?:default\s+)?(?:const\s+)?(?:async\s+)?(?:unsafe\s+)?(?:extern\s+\S*\s*)?fn\s+NAME`,
      ),
      rule('macro', String.raw`macro_rules!\s*NAME`),
    ],
  },
  c: {
    ...slashes,
    rules: [
      rule('namespace', String.raw`(?:inline\s+)?namespace\s+(?<name>[\w:]+)`, holds),
      rule(
        'type',
        String.raw`(?:typedef\s+)?(?:template\s*<[^>]*>\s*)?(?:struct|class|union|enum(?:\s+class)?)\s+(?:alignas\([^)]*\)\s*)?NAME(?!.*[;)]\s*$)`,
        holds,
      ),
      rule(
        'function',
        String.raw`(?:template\s*<[^>]*>\s*)?${noCall}(?:[\w:<>,]+[\s*&]+)+${noCall}(?<name>~?[\w:~]+)\s*\((?!.*;\s*$)`,
        top,
      ),
      rule('method', String.raw`${noCall}(?:[\w:<>,~]+[\s*&]+)*${noCall}(?<name>~?\w+)\s*\(`, member),
    ],
  },
  ruby: {
    ...hash,
    ends: 'indent',
    rules: [
      rule('class', String.raw`class\s+(?<name>[\w:]+)`, holds),
      rule('module', String.raw`module\s+(?<name>[\w:]+)`, holds),
      rule('function', String.raw`def\s+(?<name>(?:self\.)?[\w?!=]+)`),
    ],
  },
  shell: {
    ...hash,
    strings: [],
    ends: 'braces',
    rules: [rule('function', String.raw`(?:function\s+(?<name>[\w-]+)|(?<name2>[\w-]+)\s*\(\))`)],
  },
  yaml: { ...hash, strings: [], ends: 'indent', rules: [{ kind: 'key', pattern: /^(?<name>[\w."'/-]+):(?:\s|$)/u }] },
  sections: {
    ...hash,
    lineComment: ['#', ';'],
    strings: [],
    ends: 'sections',
    rules: [{ kind: 'section', pattern: /^\[+(?<name>[^\]]+)\]/u }],
  },
};

const byEnding: Readonly<Record<string, string>> = {
  ...same('script', 'ts tsx mts cts js jsx mjs cjs'),
  ...same('python', 'py pyi'),
  ...same('java', 'java'),
  ...same('csharp', 'cs'),
  ...same('kotlin', 'kt kts'),
  ...same('swift', 'swift'),
  ...same('scala', 'scala'),
  ...same('php', 'php'),
  ...same('go', 'go'),
  ...same('rust', 'rs'),
  ...same('c', 'c h cc cpp cxx hpp hh hxx'),
  ...same('ruby', 'rb rake'),
  ...same('shell', 'sh bash zsh'),
  ...same('yaml', 'yml yaml'),
  ...same('sections', 'toml ini cfg'),
  ...same('markdown', 'md markdown mdx'),
};

function same(name: string, endings: string): Readonly<Record<string, string>> {
  return Object.fromEntries(endings.split(' ').map((ending) => [ending, name]));
}

/** @returns a key of `outlineSyntaxes`, or 'markdown'; undefined for languages without an outline */
export function outlineLanguage(path: string): string | undefined {
  const ending = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(byEnding, ending) ? byEnding[ending] : undefined;
}

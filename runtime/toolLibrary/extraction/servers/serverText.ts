import type { McpServerConfig } from '../../../agent/protocol';

/** What would be started or asked, for people: without keys, and with the names of variables and headers alone. */
export function serverText(config: McpServerConfig): string {
  if (config.type !== 'stdio') {
    return [addressWithout(config.url), ...namesOf('headers', config.headers)].join(' ');
  }
  const words = [config.command, ...(config.args ?? [])];
  const shown = words.map((word, at) => (keyOption.test(words[at - 1] ?? '') ? '[not shown]' : bare(word)));
  return [...shown, ...namesOf('variables', config.env)].join(' ');
}

/**
 * Texts in which the values that a configuration brings along do not stand: servers print what they were given.
 * @param more values of inputs
 */
export function keyFilter(configs: readonly McpServerConfig[], more: readonly string[] = []): (text: string) => string {
  const values = configs.flatMap((config) =>
    config.type === 'stdio' ? Object.values(config.env ?? {}) : Object.values(config.headers ?? {}),
  );
  const keys = [...values, ...more]
    .flatMap((value) => (value === null ? [] : [value, value.replace(/^\w+ /, '')]))
    .filter((value) => value.length >= shortest && !value.includes('${'))
    .sort((a, b) => b.length - a.length);
  return (text) => keys.reduce((left, key) => left.replaceAll(key, '[not shown]'), bare(text));
}

/** Shorter values are words that stand everywhere. Characters. */
const shortest = 6;

const keyOption = /^--?[\w-]*(?:key|token|secret|password|credential|auth)[\w-]*$/i;

/** Without what looks like a key wherever it stands: a scheme's word, a value that its name tells, a long word of letters and digits. */
const bare = (text: string): string =>
  text
    .replace(/\b(bearer|basic)\s+\S+/gi, '$1 [not shown]')
    .replace(
      /([\w-]*(?:key|token|secret|password|credential)[\w-]*\s*[=:]\s*)(?!\[not shown)[^\s"',;}]+/gi,
      '$1[not shown]',
    )
    .replace(/(?<![\w./@-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{24,}(?![\w./-])/g, '[not shown]');

function namesOf(what: string, values: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  const names = Object.keys(values ?? {});
  return names.length === 0 ? [] : [`(${what}: ${names.join(', ')})`];
}

function addressWithout(address: string): string {
  try {
    const { protocol, host, pathname, search } = new URL(address);
    return `${protocol}//${host}${pathname}${search === '' ? '' : '?[not shown]'}`;
  } catch {
    return bare(address);
  }
}

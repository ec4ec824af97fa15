import os from 'node:os';
import type { Json } from '../../gateway/types';
import { jsonWithoutSecrets, withoutSecrets } from '../secrets';

export interface CleanOptions {
  /** Absolute folders of the workspace: paths in them become relative. */
  readonly roots: readonly string[];
  /** Also addresses of people. */
  readonly emails?: boolean | undefined;
  /** Characters of a text of a file or a tool that are kept; default 4000. */
  readonly longest?: number | undefined;
  /** The user's own folder; default: that of the system. */
  readonly home?: string | undefined;
}

/** Takes out of texts what nobody else is to see. */
export class Cleaner {
  private readonly longest: number;
  private readonly folders: readonly (readonly [RegExp, string])[];

  constructor(private readonly options: CleanOptions) {
    const { roots, longest = 4000, home = os.homedir() } = options;
    this.longest = longest;
    this.folders = [
      ...[...roots]
        .sort((a, b) => b.length - a.length)
        .flatMap((root): [RegExp, string][] => [
          [folderPattern(root, String.raw`(?:[\\/]|\\\\)`), ''],
          [folderPattern(root, String.raw`(?![\w-]|\.\w)`), '.'],
        ]),
      ...(home.length > 3 ? [[folderPattern(home, String.raw`(?![\w-]|\.\w)`), '~'] as const] : []),
    ];
  }

  /** What somebody said: whole. */
  words(text: string): string {
    const { emails } = this.options;
    const clean = withoutSecrets(text, { forms: 'all', emails });
    return this.folders.reduce((sum, [pattern, name]) => sum.replace(pattern, name), clean);
  }

  /** What a file or a tool has: cut. */
  body(text: string): string {
    // Cut first only where nothing is to be found beyond: a secret must not be cut in two and so kept.
    const clean = this.words(text);
    if (clean.length <= this.longest) return clean;
    return `${clean.slice(0, this.longest)}\n[cut: ${clean.length - this.longest} of ${clean.length} characters]`;
  }

  json(value: Json): Json {
    return this.mapped(jsonWithoutSecrets(value, { forms: 'all', emails: this.options.emails }));
  }

  private mapped(value: Json): Json {
    if (typeof value === 'string') return this.body(value);
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return (value as readonly Json[]).map((each) => this.mapped(each));
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.mapped(member)]));
  }
}

/** Paths as they stand in texts: with slashes of either kind, and with those that JSON doubles. */
function folderPattern(folder: string, after: string): RegExp {
  const escaped = folder
    .replace(/[\\/]+$/, '')
    .split(/[\\/]/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join(String.raw`(?:[\\/]|\\\\)`);
  return new RegExp(escaped + after, process.platform === 'win32' ? 'gi' : 'g');
}

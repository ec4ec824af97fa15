import { createHash } from 'node:crypto';
import { hasGrammar, parse } from '../../../syntax';
import type { ToolRecord } from '../../types';
import { codeTokens } from './codeTokens';
import { winnowed } from './winnowed';

/** The code of a tool without what its author chose freely. */
export interface StructuralForm {
  readonly language: string;
  /** Equal for code that differs in names of its own, types and documentation alone. */
  readonly hash: string;
  /** Equal for code that differs in its constants too. */
  readonly shape: string;
  /** Numbers and texts that are written out in it, in their order. */
  readonly constants: readonly string[];
  /** Number of tokens. */
  readonly length: number;
  /** Hashes of runs of tokens, for code that is nearly the same. */
  readonly pieces: ReadonlySet<number>;
}

/**
 * @returns undefined for tools without source, and for code in which no function is found
 * @throws GrammarsMissingError where the grammar of its language is not installed
 */
export async function structuralForm(tool: Pick<ToolRecord, 'kind' | 'source'>): Promise<StructuralForm | undefined> {
  const { source, kind } = tool;
  if (source === undefined) return undefined;
  const language = kind === 'mcp' ? (source.path.endsWith('.py') ? 'python' : 'typescript') : kind;
  if (!hasGrammar(language)) return undefined;
  const tree = await parse(language, standing(source.text, language));
  try {
    const tokens = codeTokens(tree.rootNode);
    if (tokens === undefined) return undefined;
    const hashOf = (written: readonly string[]) =>
      createHash('sha256')
        .update(`${language}\n${written.join('\u0000')}`)
        .digest('hex')
        .slice(0, 16);
    return {
      ...{ language, hash: hashOf(tokens), length: tokens.length, pieces: winnowed(tokens) },
      constants: tokens.filter(isConstant),
      shape: hashOf(tokens.map((token) => (isConstant(token) ? '#' : token))),
    };
  } finally {
    tree.delete();
  }
}

/** A number, or a text without places for values. */
const isConstant = (token: string) => /^[-+]?\.?\d|^[rRbBuU]{0,2}["']/.test(token);

/** The declaration as it could stand in a file of its own: methods are indented, and TypeScript's need a class. */
function standing(text: string, language: string): string {
  if (language === 'python') {
    const indent = /^[ \t]*/.exec(text)![0];
    return indent === '' ? text : text.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
  }
  const head = text.replace(/^(\s*(\/\*[\s\S]*?\*\/|\/\/.*))*\s*/, '');
  const isMethod =
    !/^(export|async function|function|const|let|var|declare|class|abstract)\b/.test(head) && /^[\w$#\s]+\(/.test(head);
  return isMethod && !/^[\w$.]+\s*\(.*['"`]/.test(head) ? `class Holder {\n${text}\n}` : text;
}

import { readFile, stat } from 'node:fs/promises';
import { readableBytes } from '../../../files';
import { ToolError } from '../../toolError';

export type TextEncoding = 'utf-8' | 'utf-8 with BOM' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export interface TextFile {
  /** Without a byte order mark; line ends as they are. */
  readonly text: string;
  readonly encoding: TextEncoding;
}

/** Larger ones are no files that are read or edited by hand. Bytes. */
export const largestText = 5_000_000;

/** @param shown the path as it is told; @throws ToolError when it is no text, too large, or not there */
export async function readTextFile(file: string, shown: string): Promise<TextFile> {
  const found = await stat(file).catch((error: unknown) => {
    throw notReadable(error, shown);
  });
  if (found.isDirectory()) throw new ToolError(`${shown} is a folder. Use list_files to see what is in it.`);
  // Pipes and devices could wait forever.
  if (!found.isFile()) throw new ToolError(`${shown} is not a file.`);
  if (found.size > largestText) {
    throw new ToolError(
      `${shown} has ${readableBytes(found.size)}, too much to read. Use search_text with include "${shown}".`,
    );
  }
  const bytes = await readFile(file).catch((error: unknown) => {
    throw notReadable(error, shown);
  });
  const text = decodeText(bytes);
  if (text === undefined)
    throw new ToolError(`${shown} is binary (${readableBytes(bytes.length)}), and cannot be read as text.`);
  return text;
}

/** @returns undefined for binary data */
export function decodeText(bytes: Buffer): TextFile | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: decode('utf-16le', bytes.subarray(2)), encoding: 'utf-16le' };
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return { text: decode('utf-16be', bytes.subarray(2)), encoding: 'utf-16be' };
  if (bytes.subarray(0, 8000).includes(0)) return undefined;
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(marked ? bytes.subarray(3) : bytes);
    return { text, encoding: marked ? 'utf-8 with BOM' : 'utf-8' };
  } catch {
    return { text: decode('windows-1252', bytes), encoding: 'windows-1252' };
  }
}

/** @throws ToolError when the encoding does not have a character */
export function encodeText({ text, encoding }: TextFile, shown: string): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-8 with BOM':
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]);
    case 'utf-16le':
      return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    case 'utf-16be':
      return Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]);
    case 'windows-1252': {
      const bytes = Buffer.from(Array.from(text, (character) => singleBytes.get(character) ?? -1));
      const odd = Array.from(text).find((character) => !singleBytes.has(character));
      if (odd !== undefined) {
        throw new ToolError(`${shown} is not in UTF-8, and its encoding has no "${odd}". Use other characters.`);
      }
      return bytes;
    }
  }
}

const singleBytes = new Map(
  Array.from({ length: 256 }, (_, byte) => [decode('windows-1252', Buffer.from([byte])), byte] as const),
);

function decode(encoding: string, bytes: Buffer): string {
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
}

function notReadable(error: unknown, shown: string): ToolError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new ToolError(`There is no ${shown}. Use find_files to find it by a part of its name.`);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new ToolError(`${shown} cannot be read: ${reason}`);
}

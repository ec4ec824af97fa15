import { createHash } from 'node:crypto';
import type { ToolOrigin } from '../types';

/** The longest name that providers of models take. */
const longest = 64;
/** `mcp_` and the server: as long as VS Code lets it be, so that names are the same in both. */
const longestPrefix = 18;

/** A tool at its source; what approvals are kept for. */
export function identityOf(origin: ToolOrigin, sourceName: string): string {
  return `${origin.kind}/${origin.id}/${sourceName}`;
}

/**
 * Gives tools the names that models call them by. Tools of MCP servers always have `mcp_SERVER_` in front, as in VS Code: a name
 * that had it only in a collision would change when another server is added. The others keep their own names.
 * A name once given stays with its tool; what comes later and collides ends in a hash of its identity.
 */
export class ToolNames {
  private readonly byIdentity = new Map<string, string>();
  private readonly taken = new Map<string, string>();

  nameOf(origin: ToolOrigin, sourceName: string): string {
    const identity = identityOf(origin, sourceName);
    const known = this.byIdentity.get(identity);
    if (known !== undefined) return known;
    const name = this.free(identity, wanted(origin, sourceName));
    this.byIdentity.set(identity, name);
    // Names that differ in case only are one to a small model.
    this.taken.set(name.toLowerCase(), identity);
    return name;
  }

  private free(identity: string, name: string): string {
    if (name.length <= longest && !this.taken.has(name.toLowerCase())) return name;
    const hash = createHash('sha256').update(identity).digest('hex').slice(0, 8);
    return `${name.slice(0, longest - hash.length - 1)}_${hash}`;
  }
}

function wanted(origin: ToolOrigin, sourceName: string): string {
  const own = plain(sourceName);
  if (origin.kind !== 'mcp') return own || 'tool';
  const server = plain(origin.title || origin.id).toLowerCase();
  const prefix = `mcp_${server}`.slice(0, longestPrefix - 1).replace(/_+$/, '');
  return `${prefix}_${own || 'tool'}`;
}

/** Letters with accents lose them; everything else that may not stand in a name becomes a line. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replace(/[^A-Za-z0-9_-]+/g, '_')
    .replace(/^_+|_+$/g, '');
}

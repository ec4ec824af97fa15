/** What `ps` tells of all processes: on systems without /proc. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface ProcessRow {
  readonly id: number;
  readonly parent: number;
  /** Resident bytes, shared ones included. */
  readonly memoryBytes: number;
  /** Of the process itself. */
  readonly cpuSeconds: number;
  /** When it began, as `ps` writes it: numbers are used again. */
  readonly started: string;
}

/** @throws where `ps` cannot be run */
export async function readProcessTable(): Promise<readonly ProcessRow[]> {
  const { stdout } = await promisify(execFile)('/bin/ps', ['-axo', 'pid=,ppid=,rss=,time=,lstart='], {
    env: { LC_ALL: 'C' },
    timeout: 5_000,
    maxBuffer: 16 * 1024 * 1024,
  });
  return parseProcessTable(stdout);
}

export function parseProcessTable(text: string): readonly ProcessRow[] {
  return text.split('\n').flatMap((line) => {
    const [, id, parent, kibibytes, time, started] = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.+?)\s*$/.exec(line) ?? [];
    if (time === undefined || started === undefined) return [];
    return [
      {
        id: Number(id),
        parent: Number(parent),
        memoryBytes: Number(kibibytes) * 1024,
        cpuSeconds: seconds(time),
        started,
      },
    ];
  });
}

/** Days, hours, minutes and seconds: `1-02:03:04`, `02:03:04`, `3:04.56`. */
function seconds(time: string): number {
  const [days, rest] = time.includes('-') ? (time.split('-') as [string, string]) : ['0', time];
  return rest.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400;
}

/** Everything below a process, and below what was below it before and has lost its parent since. */
export class ProcessFamily {
  private readonly members = new Map<number, ProcessRow>();
  private readonly ended = new Map<string, number>();

  constructor(private readonly leader: number) {}

  /** Looks at a new table. @returns what its living members use, and have used of the processor in all */
  look(table: readonly ProcessRow[]): { readonly memoryBytes: number; readonly cpuSeconds: number } {
    const rows = new Map(table.map((row) => [row.id, row]));
    for (const [id, before] of this.members) {
      const now = rows.get(id);
      if (now?.started === before.started) continue;
      this.ended.set(`${id} ${before.started}`, before.cpuSeconds);
      this.members.delete(id);
    }
    // Parents stand anywhere in the table: again until nobody is added.
    for (let grew = true; grew;) {
      grew = false;
      for (const row of table) {
        if (this.members.has(row.id) || (row.id !== this.leader && !this.members.has(row.parent))) continue;
        this.members.set(row.id, row);
        grew = true;
      }
    }
    let memoryBytes = 0;
    let cpuSeconds = [...this.ended.values()].reduce((sum, each) => sum + each, 0);
    for (const id of this.members.keys()) {
      const now = rows.get(id)!;
      this.members.set(id, now);
      memoryBytes += now.memoryBytes;
      cpuSeconds += now.cpuSeconds;
    }
    return { memoryBytes, cpuSeconds };
  }

  /** Numbers of those that lived at the last look. */
  living(): readonly number[] {
    return [...this.members.keys()];
  }
}

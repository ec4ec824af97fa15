import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What one of the two servers was asked. */
export interface SeenRequest {
  readonly server: 'hub' | 'cdn';
  readonly url: string;
  readonly authorization: string | undefined;
  readonly range: string | undefined;
  /** Bytes of the body that were handed to the system. */
  sent: number;
}

export type Handler = (request: IncomingMessage, response: ServerResponse, seen: SeenRequest) => unknown;

interface Fault {
  readonly server: 'hub' | 'cdn';
  readonly url: RegExp;
  times: number;
  readonly handler: Handler;
}

interface Revision {
  readonly commit: string;
  readonly files: ReadonlyMap<string, Buffer>;
}

/**
 * The protocol of the Hugging Face hub as far as a download needs it, on 127.0.0.1: model info, pages of the file tree,
 * and resolve addresses that give small files themselves and redirect to another server for large ones. Faults are put
 * before the right answers.
 */
export class HubServer {
  readonly requests: SeenRequest[] = [];
  /** Wanted for everything at the hub itself; undefined: open to all. */
  token: string | undefined;
  /** Tag of the card. */
  licence: string | undefined = 'apache-2.0';
  /** Entries of a page of the tree. */
  pageSize = 3;
  /** Bytes a second of every body; undefined: as fast as can be. */
  bytesPerSecond: number | undefined;
  private readonly faults: Fault[] = [];
  private readonly revisions = new Map<string, Revision>();
  private head = '';
  private readonly ports = { hub: 0, cdn: 0 };
  private readonly hub: Server;
  private readonly cdn: Server;

  private constructor(readonly repository: string) {
    this.hub = createServer((request, response) => void this.take('hub', request, response));
    this.cdn = createServer((request, response) => void this.take('cdn', request, response));
  }

  static async start(repository: string, files: ReadonlyMap<string, Buffer>): Promise<HubServer> {
    const server = new HubServer(repository);
    server.publish(files);
    for (const name of ['hub', 'cdn'] as const) {
      await new Promise<void>((resolve) => server[name].listen(0, '127.0.0.1', resolve));
      server.ports[name] = portOf(server[name]);
    }
    return server;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.ports.hub}`;
  }

  get commit(): string {
    return this.head;
  }

  /** Makes a new commit the head of main. */
  publish(files: ReadonlyMap<string, Buffer>): void {
    const commit = createHash('sha1')
      .update([...files].map(([name, bytes]) => `${name} ${gitSha1(bytes)}`).join('\n'))
      .digest('hex');
    this.revisions.set(commit, { commit, files });
    this.head = commit;
  }

  /** Answers the next requests of one server whose address matches in another way. */
  fault(server: 'hub' | 'cdn', url: RegExp, handler: Handler, times = 1): void {
    this.faults.push({ server, url, times, handler });
  }

  /** Bodies that were sent for a file, of both servers. */
  bytesSent(name: string): number {
    return this.requests.filter(({ url }) => url.includes(name)).reduce((sum, { sent }) => sum + sent, 0);
  }

  async stop(): Promise<void> {
    for (const each of [this.hub, this.cdn]) {
      each.closeAllConnections();
      await new Promise((resolve) => each.close(resolve));
    }
  }

  private async take(server: 'hub' | 'cdn', request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { authorization, range } = request.headers;
    const seen: SeenRequest = { server, url: request.url ?? '', authorization, range, sent: 0 };
    this.requests.push(seen);
    const fault = this.faults.find((each) => each.times > 0 && each.server === server && each.url.test(seen.url));
    if (fault) {
      fault.times -= 1;
      await fault.handler(request, response, seen);
      return;
    }
    await this.answer(seen, response);
  }

  /** The right answer; for faults that change only a part of it. */
  async answer(seen: SeenRequest, response: ServerResponse): Promise<void> {
    const url = new URL(seen.url, this.endpoint);
    if (seen.server === 'cdn') {
      const file = [...this.revisions.values()]
        .flatMap(({ files }) => [...files.values()])
        .find((bytes) => url.pathname === `/blob/${sha256(bytes)}`);
      if (file) await this.send(seen, response, file, {});
      else this.refuse(response, 404, 'EntryNotFound');
      return;
    }
    if (this.token !== undefined && seen.authorization !== `Bearer ${this.token}`) {
      this.refuse(response, 401, 'RepoNotFound');
      return;
    }
    const api = `/api/models/${this.repository}`;
    const info = new RegExp(`^${api}/revision/([^/]+)$`).exec(url.pathname)?.[1];
    const tree = new RegExp(`^${api}/tree/([^/]+)$`).exec(url.pathname)?.[1];
    const resolved = new RegExp(`^/${this.repository}/resolve/([^/]+)/(.+)$`).exec(url.pathname);
    if (info !== undefined) this.info(info, response);
    else if (tree !== undefined) this.tree(tree, url, response);
    else if (resolved)
      await this.resolve(seen, decodeURIComponent(resolved[1] ?? ''), decodeURIComponent(resolved[2] ?? ''), response);
    else this.refuse(response, 404, 'RepoNotFound');
  }

  private info(revision: string, response: ServerResponse): void {
    const found = this.find(revision);
    if (!found) {
      this.refuse(response, 404, 'RevisionNotFound');
      return;
    }
    const tags = ['safetensors', ...(this.licence === undefined ? [] : [`license:${this.licence}`])];
    json(response, {
      _id: '1',
      id: this.repository,
      private: false,
      gated: false,
      downloads: 1,
      likes: 0,
      lastModified: '2025-10-01T00:00:00.000Z',
      sha: found.commit,
      tags,
    });
  }

  private tree(revision: string, url: URL, response: ServerResponse): void {
    const found = this.find(revision);
    if (!found) {
      this.refuse(response, 404, 'RevisionNotFound');
      return;
    }
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const entries = [...found.files].map(([path, bytes]) => {
      const base = { type: 'file', path, size: bytes.length, oid: gitSha1(bytes) };
      return isLarge(path) ? { ...base, lfs: { oid: sha256(bytes), size: bytes.length, pointerSize: 134 } } : base;
    });
    if (from + this.pageSize < entries.length) {
      url.searchParams.set('cursor', String(from + this.pageSize));
      response.setHeader('Link', `<${url.href}>; rel="next"`);
    }
    json(response, entries.slice(from, from + this.pageSize));
  }

  private async resolve(seen: SeenRequest, revision: string, name: string, response: ServerResponse): Promise<void> {
    const found = this.find(revision);
    const bytes = found?.files.get(name);
    if (!found || !bytes) {
      this.refuse(response, 404, found ? 'EntryNotFound' : 'RevisionNotFound');
      return;
    }
    response.setHeader('X-Repo-Commit', found.commit);
    if (isLarge(name)) {
      response.setHeader('X-Linked-Etag', `"${sha256(bytes)}"`);
      response.setHeader('X-Linked-Size', bytes.length);
      response.writeHead(302, { location: `http://127.0.0.1:${this.ports.cdn}/blob/${sha256(bytes)}?file=${name}` });
      response.end();
      return;
    }
    await this.send(seen, response, bytes, { etag: `"${gitSha1(bytes)}"` });
  }

  private async send(
    seen: SeenRequest,
    response: ServerResponse,
    bytes: Buffer,
    headers: Record<string, string>,
  ): Promise<void> {
    const from = Number(/^bytes=(\d+)-$/.exec(seen.range ?? '')?.[1] ?? 0);
    const part = bytes.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, {
      ...headers,
      'content-length': part.length,
      ...(from > 0 ? { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` } : {}),
    });
    await this.pour(seen, response, part);
    response.end();
  }

  /** Sends bytes at the set speed; counts what the system has taken. */
  async pour(seen: SeenRequest, response: ServerResponse, bytes: Buffer): Promise<void> {
    const step = this.bytesPerSecond === undefined ? bytes.length : Math.max(1, Math.round(this.bytesPerSecond / 50));
    for (let at = 0; at < bytes.length && !response.destroyed; at += step) {
      const chunk = bytes.subarray(at, at + step);
      seen.sent += chunk.length;
      response.write(chunk);
      if (this.bytesPerSecond !== undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  refuse(response: ServerResponse, status: number, code: string, headers: Record<string, string> = {}): void {
    response.writeHead(status, { 'X-Error-Code': code, 'X-Error-Message': `test says ${code}`, ...headers });
    response.end();
  }

  private find(revision: string): Revision | undefined {
    return this.revisions.get(revision === 'main' ? this.head : revision);
  }
}

function isLarge(name: string): boolean {
  return name.endsWith('.safetensors');
}

export function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export function gitSha1(bytes: Buffer): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function json(response: ServerResponse, data: unknown): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(data));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

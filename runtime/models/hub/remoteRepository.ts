import { listFiles, modelInfo } from '@huggingface/hub';
import { z } from 'zod';
import { RuntimeError } from '../../runtimeError';
import type { HubConnection } from './hubConnection';
import { withRetries } from './retry';

/** A file of a repository at one commit, with what its bytes must hash to. */
export interface RemoteFile {
  /** Path in the repository. */
  readonly path: string;
  readonly bytes: number;
  readonly digest: FileDigest;
}

/** Large files are known by the SHA-256 of their bytes, small ones by git's SHA-1 of a blob: "blob SIZE\0" and the bytes. */
export interface FileDigest {
  readonly kind: 'sha256' | 'git-sha1';
  readonly hex: string;
}

/** What a repository holds at one commit. */
export interface RemoteRepository {
  readonly name: string;
  /** 40 hexadecimal digits; everything is downloaded at it. */
  readonly commit: string;
  /** Licence tags of the card, lower case. */
  readonly licences: readonly string[];
  readonly files: readonly RemoteFile[];
}

const commitPattern = /^[0-9a-f]{40}$/;
const infoSchema = z.object({ sha: z.string().regex(commitPattern), tags: z.array(z.string()).default([]) });
const fileSchema = z.object({
  type: z.string(),
  path: z.string().min(1),
  size: z.number().int().nonnegative(),
  oid: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .optional(),
  lfs: z.object({ oid: z.string().regex(/^[0-9a-f]{64}$/), size: z.number().int().nonnegative() }).optional(),
});

const largestAnswer = 32 * 2 ** 20;
const mostFiles = 10_000;
const mostRequests = 200;

/**
 * Asks the hub what a repository holds.
 * @param revision branch, tag or commit
 * @throws RuntimeError denied, network, model-missing, unavailable; bad names and answers of another form included
 */
export async function readRepository(
  connection: HubConnection,
  name: string,
  revision: string,
  options: { readonly signal?: AbortSignal | undefined; readonly onPause?: (reason: string, ms: number) => void } = {},
): Promise<RemoteRepository> {
  const fetch = apiFetch(connection, name, options);
  const hubUrl = connection.endpoint;
  const info = read(
    infoSchema,
    await modelInfo({ name, revision, hubUrl, fetch, additionalFields: ['sha', 'tags'] }),
    connection,
  );
  const files: RemoteFile[] = [];
  let seen = 0;
  for await (const listed of listFiles({ repo: name, revision: info.sha, recursive: true, hubUrl, fetch })) {
    if (++seen > mostFiles) throw odd(connection, `it lists more than ${mostFiles} files`);
    const file = read(fileSchema, listed, connection);
    refuseEscape(file.path, name);
    if (file.type === 'file') files.push(toRemoteFile(file, connection));
  }
  const licences = info.tags.flatMap((tag) => (tag.startsWith('license:') ? [tag.slice(8).toLowerCase()] : []));
  return { name, commit: info.sha, licences, files };
}

/** Address of a file's bytes at a commit. */
export function fileAddress(connection: HubConnection, repository: string, commit: string, file: string): string {
  const path = file.split('/').map(encodeURIComponent).join('/');
  return `${connection.endpoint}/${repository}/resolve/${commit}/${path}`;
}

/** The library's requests go through the connection: proxy, token, retries and our messages. Answers are kept small. */
function apiFetch(
  connection: HubConnection,
  name: string,
  options: { readonly signal?: AbortSignal | undefined; readonly onPause?: (reason: string, ms: number) => void },
): typeof fetch {
  // A person waits for this: nobody there is said sooner than in the middle of a long download.
  const patience = { ...connection.patience, attempts: Math.min(4, connection.patience.attempts) };
  let requests = 0;
  return async (input) => {
    if (++requests > mostRequests) throw odd(connection, 'its list of files has no end');
    const url = input instanceof Request ? input.url : String(input);
    return withRetries(
      async () => {
        const answer = await connection.get(url, name, {
          signal: options.signal,
          headers: { accept: 'application/json' },
        });
        const chunks: Buffer[] = [];
        let size = 0;
        try {
          for await (const chunk of answer.body as AsyncIterable<Buffer>) {
            size += chunk.length;
            if (size > largestAnswer) throw odd(connection, 'its answer has no end');
            chunks.push(chunk);
          }
        } catch (error) {
          if (error instanceof RuntimeError) throw error;
          throw connection.broken(error, url);
        }
        return new Response(Buffer.concat(chunks), { status: 200, headers: answer.headers });
      },
      { patience, signal: options.signal, onPause: options.onPause },
    );
  };
}

function toRemoteFile(file: z.infer<typeof fileSchema>, connection: HubConnection): RemoteFile {
  if (file.lfs) return { path: file.path, bytes: file.lfs.size, digest: { kind: 'sha256', hex: file.lfs.oid } };
  if (file.oid !== undefined) return { path: file.path, bytes: file.size, digest: { kind: 'git-sha1', hex: file.oid } };
  throw odd(connection, `it gives no hash for ${file.path}`);
}

/** A repository with such a name in it is not an accident, whether we want that file or not. */
function refuseEscape(file: string, repository: string): void {
  const parts = file.split('/');
  if (
    parts.some((part) => part === '' || part === '.' || part === '..') ||
    /[\\\0]/.test(file) ||
    /^[A-Za-z]:/.test(file)
  ) {
    const message = `${repository} holds a file named ${JSON.stringify(file)}, which would lie outside its folder.`;
    throw new RuntimeError('model-corrupt', message, 'Do not use this repository; report it to the hub.');
  }
}

function read<T>(schema: z.ZodType<T>, data: unknown, connection: HubConnection): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw odd(connection, z.prettifyError(parsed.error).replace(/\s+/g, ' '));
}

function odd(connection: HubConnection, what: string): RuntimeError {
  const message = `${connection.endpoint} does not answer as a hub does: ${what}.`;
  return new RuntimeError('unavailable', message, 'Check the address of the hub.');
}

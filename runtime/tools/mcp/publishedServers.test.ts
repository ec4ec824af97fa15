/** Servers that others wrote, for real: they are what users run. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openFixture, published, textOf, type Fixture } from './testing/mcpFixture';

describe('MCP servers from npm', function () {
  this.timeout(30_000);
  let fixture: Fixture;

  before(async () => {
    fixture = await openFixture({
      files: { ...published('server-filesystem', '${workspaceFolder}'), risks: { read_text_file: 'read' } },
      memory: {
        ...published('server-memory'),
        env: { MEMORY_FILE_PATH: '${workspaceFolder}/memory.jsonl' },
      } as ReturnType<typeof published>,
      everything: published('server-everything'),
    });
  });

  after(() => fixture.close());

  it('read and write files through server-filesystem', async () => {
    const file = path.join(fixture.folder, 'a.txt');
    await writeFile(file, 'first\nsecond\n');
    const tools = await fixture.tools('files');
    assert.ok(tools.length >= 10);
    assert.match(textOf(await fixture.call('files', 'read_text_file', { path: file })), /first\nsecond/);
    await fixture.call('files', 'write_file', { path: file, content: 'other' });
    assert.equal(await readFile(file, 'utf8'), 'other');
    const outside = await fixture.call('files', 'read_text_file', { path: '/etc/hostname' });
    assert.ok(outside.isError);
    assert.match(textOf(outside), /outside allowed directories/);
  });

  it('take the risk of a tool from the user, and from nobody else', async () => {
    const tools = await fixture.tools('files');
    const risk = (name: string) => tools.find((tool) => tool.name === name)?.risk;
    assert.equal(risk('read_text_file'), 'read');
    // The server says readOnlyHint: true.
    assert.equal(risk('list_directory'), 'network');
  });

  it('keep a graph in server-memory', async () => {
    const entities = [{ name: 'Ada', entityType: 'person', observations: ['wrote the first program'] }];
    await fixture.call('memory', 'create_entities', { entities });
    const found = await fixture.call('memory', 'search_nodes', { query: 'Ada' });
    assert.match(textOf(found), /wrote the first program/);
    assert.match(await readFile(path.join(fixture.folder, 'memory.jsonl'), 'utf8'), /Ada/);
  });

  it('call several tools of server-everything', async () => {
    assert.equal(textOf(await fixture.call('everything', 'echo', { message: 'hello' })), 'Echo: hello');
    assert.match(textOf(await fixture.call('everything', 'get-sum', { a: 2, b: 3 })), /5/);
    const image = await fixture.call('everything', 'get-tiny-image');
    assert.ok(image.content.some((part) => part.type === 'blob' && part.mediaType === 'image/png' && part.bytes > 100));
    const structured = await fixture.call('everything', 'get-structured-content', { location: 'Chicago' });
    assert.deepEqual(
      structured.content.map(({ type }) => type),
      ['json'],
    );
  });

  it('tell progress of server-everything’s long operation', async () => {
    const progress: string[] = [];
    const input = { duration: 0.4, steps: 2 };
    await fixture.call('everything', 'trigger-long-running-operation', input, {
      progress: (message) => progress.push(message),
    });
    assert.equal(progress[0], '1 of 2');
  });

  it('read resources of server-everything as a tool', async () => {
    const tool = (await fixture.tools('everything')).find(({ name }) => name === 'read_resource');
    const uri = /^- (demo:\/\/\S+?):/m.exec(tool?.description ?? '')?.[1];
    assert.ok(uri, tool?.description);
    assert.ok(textOf(await fixture.call('everything', 'read_resource', { uri })).startsWith(uri));
  });

  it('give the folders of the workspace as roots', async () => {
    assert.match(textOf(await fixture.call('everything', 'get-roots-list')), new RegExp(path.basename(fixture.folder)));
  });
});

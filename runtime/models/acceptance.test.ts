import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LicenceRegister } from './acceptance';
import { Catalogue, type CatalogueEntry } from './catalogue';
import { runDownload } from './downloads/runDownload';
import { ModelsFolder } from './modelsFolder';

describe('licences', () => {
  let root: string;
  let register: LicenceRegister;
  let coda: CatalogueEntry;
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'whetstone-licence-'));
    register = new LicenceRegister(new ModelsFolder(root));
    coda = (await Catalogue.read(root)).get('coda-v0-instruct');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('are kept with who accepted which text when', async () => {
    await assert.rejects(register.require(coda), { kind: 'licence', message: /CC BY-NC 4\.0/ });
    const { text, textSha256 } = await register.text(coda);
    assert.match(text, /Attribution-NonCommercial 4\.0 International/);
    assert.equal(textSha256, createHash('sha256').update(text).digest('hex'));
    await register.accept(coda, textSha256, 'A Person');
    await register.require(coda);
    const record = JSON.parse(await readFile(path.join(root, '.state', 'licences.json'), 'utf8')) as {
      acceptances: Record<string, string>[];
    };
    assert.equal(record.acceptances.length, 1);
    const [{ model, repository, by, at } = {}] = record.acceptances;
    assert.deepEqual([model, repository, by], ['coda-v0-instruct', 'Salesforce/CoDA-v0-Instruct', 'A Person']);
    assert.ok(Math.abs(Date.parse(at ?? '') - Date.now()) < 60_000);
  });

  it('are asked for before anything else happens, also without any user interface', async () => {
    const request = {
      modelsFolder: root,
      model: coda.id,
      precision: 'int8',
      keepSource: false,
      endpoint: 'http://127.0.0.1:1',
    } as const;
    await assert.rejects(runDownload(request), { kind: 'licence' });
  });

  it('are accepted for one model, one repository and one text', async () => {
    const { textSha256 } = await register.text(coda);
    await assert.rejects(register.accept(coda, 'a'.repeat(64)), {
      kind: 'licence',
      message: /not the text that was shown/,
    });
    await register.accept(coda, textSha256);
    const base = (await Catalogue.read(root)).get('coda-v0-base');
    await assert.rejects(register.require(base), { kind: 'licence' });
    const moved = { ...coda, repository: { ...coda.repository, name: 'somebody/else' } };
    await assert.rejects(register.require(moved), { kind: 'licence' });
    const changed = { ...coda, licence: { ...coda.licence, text: 'Now you may not.' } };
    await assert.rejects(register.require(changed), { kind: 'licence' });
  });

  it('are not taken as accepted when the record is damaged', async () => {
    const { textSha256 } = await register.text(coda);
    await register.accept(coda, textSha256);
    await writeFile(path.join(root, '.state', 'licences.json'), '{"format":1,"acceptances":[{}]}');
    await assert.rejects(register.require(coda), { kind: 'licence', message: /damaged/ });
  });

  it('that are free need nothing', async () => {
    const catalogue = await Catalogue.read(root);
    for (const entry of catalogue.entries) {
      const { needsAcceptance } = await register.summary(entry);
      assert.equal(needsAcceptance, entry.repository.name.startsWith('Salesforce/'), entry.id);
      if (!needsAcceptance) await register.require(entry);
    }
  });
});

import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { findSecrets, jsonWithoutSecrets, withoutSecrets } from './index';
import { addresses, secretSet } from './testing/secretSet';

describe('secrets', function () {
  this.timeout(20_000);

  for (const { what, secret, text } of secretSet) {
    it(`takes out: ${what}`, () => {
      const clean = withoutSecrets(text, { forms: 'all' });
      assert.ok(!clean.includes(secret), clean);
      // Nor any large part of it.
      assert.ok(!clean.includes(secret.slice(4, Math.max(8, secret.length - 4))), clean);
    });
  }

  it('finds all known forms also where only these are looked for', () => {
    const missed = secretSet.filter(({ known, secret, text }) => {
      return known && withoutSecrets(text, { forms: 'known' }).includes(secret);
    });
    assert.deepEqual(
      missed.map(({ what }) => what),
      [],
    );
  });

  it('leaves what stands around them', () => {
    const { text, secret } = secretSet.find(({ what }) => what === 'password in JSON')!;
    assert.equal(withoutSecrets(text, { forms: 'all' }), text.replace(secret, '[removed: value]'));
  });

  it('takes out addresses of people only when it is told to', () => {
    const text = `Write to ${addresses.join(' or ')}, not to a@example.com.`;
    assert.equal(withoutSecrets(text, { forms: 'all' }), text);
    const clean = withoutSecrets(text, { forms: 'all', emails: true });
    assert.ok(addresses.every((address) => !clean.includes(address)));
    assert.ok(clean.includes('a@example.com'));
  });

  it('takes out values by the names of their members, and all of headers and environments', () => {
    const value = {
      url: 'https://x',
      headers: { 'X-Team': 'blue', Accept: 'json' },
      env: { HOME: '/home/me' },
      password: 'plain',
      max_tokens: 'many',
      nested: [{ apiKey: 'plain' }],
    };
    assert.deepEqual(jsonWithoutSecrets(value, { forms: 'known' }), {
      url: 'https://x',
      headers: { 'X-Team': '[removed: value]', Accept: '[removed: value]' },
      env: { HOME: '[removed: value]' },
      password: '[removed: value]',
      max_tokens: 'many',
      nested: [{ apiKey: '[removed: value]' }],
    });
  });

  it('leaves placeholders, names and code as they are', () => {
    const harmless = [
      'API_KEY=your-key-here',
      'PASSWORD=<password>',
      'TOKEN=${{ secrets.TOKEN }}',
      'const token = process.env.TOKEN;',
      "password: 'secret-key-1234'",
      'tokens: "max_output_tokens"',
      'postgres://user:${PASSWORD}@host/db',
      'const keyOf = (name: string) => `key-${name}`;',
      'secret: string; token?: CancellationToken; apiKey: z.string()',
      'https://example.com/page?key=value&sort=name',
      'sha256 82d3549e984b74e2522636cf18cd3dbad7534b054c445a53cb18d13f1dc56372',
    ];
    const alarms = harmless.filter((text) => findSecrets(text, { forms: 'all' }).length > 0);
    assert.deepEqual(alarms, []);
  });

  it('comes to an end on long texts of any kind', () => {
    const nasty = [
      'a'.repeat(200_000),
      '-'.repeat(200_000),
      'https://a:'.repeat(20_000),
      'token='.repeat(30_000),
      '-----BEGIN PRIVATE KEY-----\n'.repeat(2000),
    ];
    assert.deepEqual(
      nasty.map((text) => findSecrets(text, { forms: 'all', emails: true }).length < 10),
      nasty.map(() => true),
    );
  });

  it('raises few false alarms on the sources of this project', async () => {
    const root = path.resolve(__dirname, '../../..');
    const alarms: string[] = [];
    let lines = 0;
    for (const house of ['runtime', 'extension', 'benchmarks', 'webviews']) {
      for (const name of await readdir(path.join(root, house), { recursive: true })) {
        if (!/\.(?:ts|mjs|md|json|css)$/.test(name) || name.includes('node_modules')) continue;
        const text = await readFile(path.join(root, house, name), 'utf8');
        lines += text.split('\n').length;
        for (const { from, to, name: form } of findSecrets(text, { forms: 'all' })) {
          alarms.push(`${house}/${name}: ${form}: ${text.slice(from, to).slice(0, 60)}`);
        }
      }
    }
    // Tests of the gateway hold made-up keys on purpose.
    const unexpected = alarms.filter((alarm) => !/\.test\.ts|\/testing\/|\/test\//.test(alarm));
    assert.deepEqual(unexpected, [], `${alarms.length} alarms in ${lines} lines`);
  });
});

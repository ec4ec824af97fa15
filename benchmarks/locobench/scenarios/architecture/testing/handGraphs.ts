/** Small projects whose imports, and the answers to questions over them, were written down by hand. */

export interface HandGraph {
  /** Path -> lines. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  /** Who imports whom, as somebody reads it. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
  /** `kind about` -> answers by question. Of shortest ways and of cycles to be closed, the imports above decide. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const log = 'src/base/log.ts';
const text = 'src/base/text.ts';
const users = 'src/stores/users.ts';
const orders = 'src/stores/orders.ts';
const billing = 'src/services/billing.ts';
const billingTest = 'src/services/billing.test.ts';
const mail = 'src/services/mail.ts';
const services = 'src/services/index.ts';
const home = 'src/pages/home.ts';
const homeTest = 'src/pages/home.test.ts';
const admin = 'src/pages/admin.ts';
const adminTest = 'src/pages/admin.test.ts';
const profile = 'src/pages/profile.ts';
const old = 'src/legacy/old.ts';
const ring = 'src/legacy/ring.ts';
const script = 'src/scripts/run.ts';
const test = "it('works', () => {});";

/** Pages use services, services use stores, stores use a base; types, re-exports and imports inside functions count. */
export const scriptGraph: HandGraph = {
  files: {
    [log]: ['export const log = 1;'],
    [text]: ["import { log } from './log';", 'export const text = log;'],
    [users]: ["import { log } from '../base/log.js';", "import '../base/text';", 'export const users = log;'],
    [orders]: [
      "import { text } from '../base/text';",
      "import type { Users } from './users';",
      'export const orders = (of: Users) => text;',
    ],
    [billing]: [
      'export async function bill() {',
      "  return import('../stores/orders');",
      '}',
      "export { log } from '../base/log';",
    ],
    [billingTest]: ["import { bill } from './billing';", test],
    [mail]: ["import { text } from '../base/text';", 'export const mail = text;'],
    [services]: ["export * from './billing';", "export { mail } from './mail';"],
    [home]: ["import { bill } from '../services';", 'export const home = bill;'],
    [homeTest]: ["import { users } from '../stores/users';", "import { home } from './home';", test],
    [admin]: [
      "import { mail } from '../services/index';",
      "import * as all from '../services/billing';",
      '// import { users } from "../stores/users";',
      'export const admin = [mail, all];',
    ],
    [adminTest]: ["import './admin';", test],
    [profile]: ["import { mail } from '../services/mail';", 'export const profile = mail;'],
    [old]: ["import { log } from '../base/log';", "import { ring } from './ring';", 'export const old = [log, ring];'],
    [ring]: ["import { old } from './old';", 'export const ring = () => old;'],
    [script]: ["import { old } from '../legacy/old';", 'export const run = old;'],
  },
  imports: {
    [text]: [log],
    [users]: [log, text],
    [orders]: [text, users],
    [billing]: [orders, log],
    [billingTest]: [billing],
    [mail]: [text],
    [services]: [billing, mail],
    [home]: [services],
    [homeTest]: [users, home],
    [admin]: [services, billing],
    [adminTest]: [admin],
    [profile]: [mail],
    [old]: [log, ring],
    [ring]: [old],
    [script]: [old],
  },
  answers: {
    [`who-depends-on ${log}`]: {
      direct: [billing, old, text, users],
      all: [admin, adminTest, billing, billingTest, home, homeTest, mail, old, orders, profile, ring, script, services, text, users], // prettier-ignore
    },
    [`who-depends-on ${text}`]: {
      direct: [mail, orders, users],
      all: [admin, adminTest, billing, billingTest, home, homeTest, mail, orders, profile, services, users],
    },
    [`who-depends-on ${users}`]: {
      direct: [homeTest, orders],
      all: [admin, adminTest, billing, billingTest, home, homeTest, orders, services],
    },
    [`who-depends-on ${billing}`]: {
      direct: [admin, billingTest, services],
      all: [admin, adminTest, billingTest, home, homeTest, services],
    },
    [`who-depends-on ${mail}`]: {
      direct: [profile, services],
      all: [admin, adminTest, home, homeTest, profile, services],
    },
    [`who-depends-on ${services}`]: { direct: [admin, home], all: [admin, adminTest, home, homeTest] },
    [`who-imports ${log}`]: { direct: [billing, old, text, users] },
    [`what-it-needs ${billing}`]: { all: [log, orders, text, users], chain: 4 },
    [`what-it-needs ${billingTest}`]: { all: [billing, log, orders, text, users], chain: 5 },
    [`what-it-needs ${services}`]: { all: [billing, log, mail, orders, text, users], chain: 5 },
    [`what-it-needs ${home}`]: { all: [billing, log, mail, orders, services, text, users], chain: 6 },
    [`what-it-needs ${admin}`]: { all: [billing, log, mail, orders, services, text, users], chain: 6 },
    [`what-it-needs ${homeTest}`]: { all: [billing, home, log, mail, orders, services, text, users], chain: 7 },
    [`what-it-needs ${adminTest}`]: { all: [admin, billing, log, mail, orders, services, text, users], chain: 7 },
    [`what-it-needs ${profile}`]: { all: [log, mail, text], chain: 3 },
    // Two of the three are a cycle, so no chain has an end.
    [`what-it-needs ${script}`]: { all: [log, old, ring] },
    [`impact-on-tests ${log}`]: { tests: [adminTest, billingTest, homeTest] },
    [`impact-on-tests ${text}`]: { tests: [adminTest, billingTest, homeTest] },
    [`impact-on-tests ${users}`]: { tests: [adminTest, billingTest, homeTest] },
    [`impact-on-tests ${orders}`]: { tests: [adminTest, billingTest, homeTest] },
    [`impact-on-tests ${billing}`]: { tests: [adminTest, billingTest, homeTest] },
    [`impact-on-tests ${mail}`]: { tests: [adminTest, homeTest] },
    [`impact-on-tests ${services}`]: { tests: [adminTest, homeTest] },
    [`cycle ${old}`]: { cycle: [ring] },
    [`cycle ${ring}`]: { cycle: [old] },
    'folders-it-needs src/services': { needs: ['src/base', 'src/stores'] },
    'folders-it-needs src/pages': { needs: ['src/services'] },
    // The test of a page uses a store, and tests do not count: pages may not.
    'where-it-belongs src/services src/base': { place: 'src/stores' },
  },
};

/** Packages of Python: modules over their package, imports in functions, a helper of tests. */
export const pythonGraph: HandGraph = {
  files: {
    'app/__init__.py': ['NAME = "app"'],
    'app/core.py': ['X = 1'],
    'app/db.py': ['from . import core'],
    'app/api.py': ['from app import core, db', '', '', 'def go():', '    return core.X, db'],
    'app/cli.py': ['import app.api'],
    'app/late.py': ['def late():', '    from .db import core', '', '    return core'],
    'tests/conftest.py': ['import app.db'],
    'tests/test_api.py': ['from app.api import go', '', '', 'def test_go():', '    assert go()'],
    'tests/test_cli.py': ['from app import cli', '', '', 'def test_cli():', '    assert cli'],
  },
  imports: {
    'app/db.py': ['app/core.py'],
    'app/api.py': ['app/core.py', 'app/db.py'],
    'app/cli.py': ['app/api.py'],
    'app/late.py': ['app/db.py'],
    'tests/conftest.py': ['app/db.py'],
    'tests/test_api.py': ['app/api.py'],
    'tests/test_cli.py': ['app/cli.py'],
  },
  answers: {
    'who-depends-on app/core.py': {
      direct: ['app/api.py', 'app/db.py'],
      all: ['app/api.py', 'app/cli.py', 'app/db.py', 'app/late.py', 'tests/conftest.py', 'tests/test_api.py', 'tests/test_cli.py'], // prettier-ignore
    },
    'who-depends-on app/db.py': {
      direct: ['app/api.py', 'app/late.py', 'tests/conftest.py'],
      all: ['app/api.py', 'app/cli.py', 'app/late.py', 'tests/conftest.py', 'tests/test_api.py', 'tests/test_cli.py'],
    },
    'who-depends-on app/api.py': {
      direct: ['app/cli.py', 'tests/test_api.py'],
      all: ['app/cli.py', 'tests/test_api.py', 'tests/test_cli.py'],
    },
    'what-it-needs app/cli.py': { all: ['app/api.py', 'app/core.py', 'app/db.py'], chain: 3 },
    'what-it-needs tests/test_api.py': { all: ['app/api.py', 'app/core.py', 'app/db.py'], chain: 3 },
    'what-it-needs tests/test_cli.py': { all: ['app/api.py', 'app/cli.py', 'app/core.py', 'app/db.py'], chain: 4 },
    'impact-on-tests app/core.py': { tests: ['tests/test_api.py', 'tests/test_cli.py'] },
    'impact-on-tests app/db.py': { tests: ['tests/test_api.py', 'tests/test_cli.py'] },
    'impact-on-tests app/api.py': { tests: ['tests/test_api.py', 'tests/test_cli.py'] },
  },
};

/** A package of Go is all of its files; the file with tests is none of them. */
export const goGraph: HandGraph = {
  files: {
    'go.mod': ['module example.org/shop', '', 'go 1.22'],
    'base/x.go': ['package base', '', 'const X = 1'],
    'money/a.go': ['package money', '', 'import "example.org/shop/base"', '', 'const A = base.X'],
    'money/b.go': ['package money', '', 'import "example.org/shop/base"', '', 'const B = base.X + A'],
    'money/a_test.go': ['package money', '', 'import "testing"', '', 'func TestA(t *testing.T) { _ = A }'],
    'tools/t.go': ['package tools', '', 'import m "example.org/shop/money"', '', 'const T = m.A'],
    'main.go': ['package main', '', 'import (', '\t"fmt"', '\t"example.org/shop/tools"', ')', '', 'func main() { fmt.Println(tools.T) }'], // prettier-ignore
  },
  imports: {
    'money/a.go': ['base/x.go'],
    'money/b.go': ['base/x.go'],
    'tools/t.go': ['money/a.go', 'money/b.go'],
    'main.go': ['tools/t.go'],
  },
  answers: {
    'who-depends-on base/x.go': {
      direct: ['money/a.go', 'money/b.go'],
      all: ['main.go', 'money/a.go', 'money/b.go', 'tools/t.go'],
    },
    'what-it-needs main.go': { all: ['base/x.go', 'money/a.go', 'money/b.go', 'tools/t.go'], chain: 3 },
  },
};

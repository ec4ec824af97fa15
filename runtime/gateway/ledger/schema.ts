/** The tables of the books. A migration is never changed once it was released: add another one. */
import type { Migration } from '../../store/migrate';

/** "Whet" in ASCII. */
export const applicationId = 0x57_68_65_74;

/**
 * A call counts in the period of a budget that holds its `at`, whenever it is settled. `periods` are running totals of
 * `calls`, changed in the same transaction; `audit.ts` counts them again.
 */
const first: Migration = `
CREATE TABLE clock (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  latest INTEGER NOT NULL
) STRICT;
INSERT INTO clock VALUES (1, 0);

CREATE TABLE owners (
  token TEXT PRIMARY KEY,
  pid INTEGER NOT NULL,
  opened INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE calls (
  seq INTEGER PRIMARY KEY,
  call TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  model TEXT NOT NULL,
  provider TEXT NOT NULL,
  locality TEXT NOT NULL CHECK (locality IN ('local', 'cloud')),
  purpose TEXT NOT NULL,
  project TEXT,
  task TEXT,
  conversation TEXT,
  parent TEXT,
  decision TEXT,
  price TEXT NOT NULL,
  owner TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('reserved', 'done', 'aborted', 'failed', 'not-sent', 'unreconciled')),
  reserved INTEGER NOT NULL CHECK (reserved >= 0),
  cost INTEGER NOT NULL DEFAULT 0 CHECK (cost >= 0),
  settled INTEGER,
  usage TEXT,
  finish TEXT,
  error TEXT,
  first_token_ms REAL,
  total_ms REAL
) STRICT;
CREATE INDEX calls_at ON calls (at);
CREATE INDEX calls_decision ON calls (decision) WHERE decision IS NOT NULL;
CREATE INDEX calls_reserved ON calls (owner) WHERE state = 'reserved';
CREATE INDEX calls_unreconciled ON calls (at) WHERE state = 'unreconciled';

CREATE TABLE budgets (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('all', 'purpose', 'project', 'task', 'provider')),
  name TEXT NOT NULL,
  period TEXT NOT NULL CHECK (period IN ('day', 'month', 'total')),
  unit TEXT NOT NULL CHECK (unit IN ('usd', 'requests')),
  maximum INTEGER NOT NULL CHECK (maximum >= 0),
  warn_at TEXT NOT NULL,
  UNIQUE (kind, name, period, unit)
) STRICT, WITHOUT ROWID;

CREATE TABLE periods (
  budget TEXT NOT NULL REFERENCES budgets ON DELETE CASCADE,
  start INTEGER NOT NULL,
  finish INTEGER,
  zone TEXT NOT NULL,
  settled INTEGER NOT NULL,
  reserved INTEGER NOT NULL,
  warned TEXT NOT NULL DEFAULT '[]',
  PRIMARY KEY (budget, start)
) STRICT, WITHOUT ROWID;

CREATE TABLE refusals (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  budget TEXT,
  message TEXT NOT NULL,
  model TEXT,
  purpose TEXT,
  project TEXT
) STRICT;
CREATE INDEX refusals_at ON refusals (at);

CREATE TABLE decisions (
  id TEXT PRIMARY KEY,
  at INTEGER NOT NULL,
  purpose TEXT NOT NULL,
  project TEXT,
  decision TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_at ON decisions (at);

CREATE TABLE outcomes (
  seq INTEGER PRIMARY KEY,
  decision TEXT NOT NULL,
  model TEXT NOT NULL,
  event TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX outcomes_decision ON outcomes (decision);
`;

export const migrations: readonly Migration[] = [first];

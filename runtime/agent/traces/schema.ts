/** The tables of the traces. A migration is never changed once it was released: add another one. */
import type { Migration } from '../../store/migrate';

/** "Wtra" in ASCII. */
export const applicationId = 0x57_74_72_61;

/**
 * `steps.body` is a step of the protocol as JSON. `calls` holds tool calls that have begun and have no step yet, so that a
 * call is never run twice unseen. `run_tools` keeps what a model was shown of each tool: training rows need it.
 */
const first: Migration = `
CREATE TABLE owners (
  token TEXT PRIMARY KEY,
  pid INTEGER NOT NULL,
  opened INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  started INTEGER NOT NULL,
  ended INTEGER,
  status TEXT NOT NULL,
  project TEXT,
  owner TEXT,
  problem TEXT,
  title TEXT NOT NULL,
  system TEXT NOT NULL,
  task TEXT NOT NULL,
  totals TEXT NOT NULL
) STRICT;
CREATE INDEX runs_started ON runs (started);
CREATE INDEX runs_owner ON runs (owner) WHERE owner IS NOT NULL;

CREATE TABLE steps (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  step INTEGER NOT NULL,
  body TEXT NOT NULL,
  thoughts TEXT,
  PRIMARY KEY (run, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE calls (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  call TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asking', 'running')),
  PRIMARY KEY (run, call)
) STRICT, WITHOUT ROWID;

CREATE TABLE run_tools (
  run TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  place INTEGER NOT NULL,
  definition TEXT NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;
`;

export const migrations: readonly Migration[] = [first];

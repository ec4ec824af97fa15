/** The tables of evaluations. A migration is never changed once it was released: add another one. */
import type { Migration } from '../../../../runtime/store/migrate';

/** "Weva" in ASCII. */
export const applicationId = 0x57_65_76_61;

/**
 * `samples` is narrow, so that a filter over all of a run is a matter of milliseconds; texts lie in `details`, and prompts, which many
 * samples share, once in `requests`. Ordinals of scenarios and models follow their names, so that sorting by name is sorting by number.
 * `counts` follows `samples` by triggers.
 */
const first: Migration = `
CREATE TABLE runs (
  run INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('planned', 'running', 'paused', 'stopped', 'done', 'over-budget')),
  created INTEGER NOT NULL,
  ended INTEGER,
  configuration TEXT NOT NULL,
  commit_id TEXT,
  spent INTEGER NOT NULL DEFAULT 0,
  reason TEXT,
  owner TEXT,
  wish TEXT CHECK (wish IN ('pause', 'stop'))
) STRICT;

CREATE TABLE scenarios (
  run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  id TEXT NOT NULL,
  category TEXT NOT NULL,
  language TEXT,
  difficulty TEXT,
  tokens INTEGER NOT NULL,
  cluster TEXT NOT NULL,
  title TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (run, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE models (
  run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  ordinal INTEGER NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (run, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE samples (
  run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  idx INTEGER NOT NULL,
  scenario INTEGER NOT NULL,
  model INTEGER NOT NULL,
  repeat INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting'
    CHECK (state IN ('waiting', 'running', 'scored', 'error', 'refused', 'not-measured', 'skipped')),
  attempts INTEGER NOT NULL DEFAULT 0,
  round INTEGER NOT NULL DEFAULT 0,
  generation INTEGER NOT NULL DEFAULT 0,
  value REAL,
  complete INTEGER,
  cost INTEGER NOT NULL DEFAULT 0,
  input INTEGER, cache_read INTEGER, cache_write INTEGER, output INTEGER, reasoning INTEGER, usage_source TEXT,
  total_ms REAL,
  first_token_ms REAL,
  cached INTEGER NOT NULL DEFAULT 0,
  truncated INTEGER NOT NULL DEFAULT 0,
  started INTEGER,
  ended INTEGER,
  worker TEXT,
  reason_kind TEXT,
  reason TEXT,
  PRIMARY KEY (run, idx)
) STRICT, WITHOUT ROWID;
CREATE INDEX samples_state ON samples (run, state);
CREATE INDEX samples_scenario ON samples (run, scenario);
CREATE INDEX samples_model ON samples (run, model);
CREATE INDEX samples_value ON samples (run, value);
CREATE INDEX samples_cost ON samples (run, cost);
CREATE INDEX samples_time ON samples (run, total_ms);

CREATE TABLE counts (
  run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE,
  state TEXT NOT NULL,
  samples INTEGER NOT NULL,
  PRIMARY KEY (run, state)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER samples_added AFTER INSERT ON samples BEGIN
  INSERT INTO counts VALUES (new.run, new.state, 1) ON CONFLICT DO UPDATE SET samples = samples + 1;
END;
CREATE TRIGGER samples_moved AFTER UPDATE OF state ON samples WHEN old.state <> new.state BEGIN
  UPDATE counts SET samples = samples - 1 WHERE run = old.run AND state = old.state;
  INSERT INTO counts VALUES (new.run, new.state, 1) ON CONFLICT DO UPDATE SET samples = samples + 1;
END;

CREATE TABLE details (
  run INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  metrics TEXT,
  body BLOB NOT NULL,
  PRIMARY KEY (run, idx),
  FOREIGN KEY (run, idx) REFERENCES samples ON DELETE CASCADE
) STRICT;

CREATE TABLE requests (
  hash TEXT PRIMARY KEY,
  body BLOB NOT NULL
) STRICT;
CREATE TABLE sample_requests (
  run INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  hash TEXT NOT NULL REFERENCES requests,
  PRIMARY KEY (run, idx, hash),
  FOREIGN KEY (run, idx) REFERENCES samples ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX sample_requests_hash ON sample_requests (hash);

CREATE TABLE answers (
  key TEXT PRIMARY KEY,
  created INTEGER NOT NULL,
  model TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;
`;

export const migrations: readonly Migration[] = [first];

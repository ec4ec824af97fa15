import type { Migration } from '../../store/migrate';

/**
 * Raised whenever the tables, the packed forms or what is extracted change: an index of another version is left alone and made anew
 * beside it, in a file of another name.
 */
export const indexVersion = 2;

/** "WhRe", SQLite's application_id. */
export const applicationId = 0x57685265;

export const migrations: readonly Migration[] = [
  `CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

   CREATE TABLE files (
     id INTEGER PRIMARY KEY,
     path TEXT NOT NULL UNIQUE,
     language TEXT,
     kind TEXT NOT NULL,
     bytes INTEGER NOT NULL,
     modified REAL NOT NULL,
     -- 0: it was written so shortly before it was read that its time does not say whether it is still the same.
     settled INTEGER NOT NULL,
     hash TEXT NOT NULL,
     lines INTEGER NOT NULL,
     skipped TEXT,
     broken INTEGER NOT NULL,
     symbols INTEGER NOT NULL,
     refs INTEGER NOT NULL,
     imports INTEGER NOT NULL,
     tests INTEGER NOT NULL,
     -- JSON: string[]
     namespaces TEXT
   ) STRICT;

   -- What was parsed, apart from the files: listing those must not read it.
   CREATE TABLE facts (
     file INTEGER PRIMARY KEY REFERENCES files(id) ON DELETE CASCADE,
     symbols BLOB NOT NULL,
     refs BLOB NOT NULL,
     imports TEXT NOT NULL,
     tests TEXT NOT NULL,
     -- Hashes of names, to find the rows of occurrences again: all, then those that are defined.
     names BLOB NOT NULL,
     defined BLOB NOT NULL
   ) STRICT;

   -- JSON, aligned with facts.imports; a file with imports and without a row has yet to be resolved.
   CREATE TABLE resolutions (
     file INTEGER PRIMARY KEY REFERENCES files(id) ON DELETE CASCADE,
     resolved TEXT NOT NULL
   ) STRICT;

   -- Which files have a name (by its hash); defines: 1 when they define it.
   CREATE TABLE occurrences (
     name INTEGER NOT NULL,
     file INTEGER NOT NULL,
     defines INTEGER NOT NULL,
     PRIMARY KEY (name, file)
   ) STRICT, WITHOUT ROWID;`,
];

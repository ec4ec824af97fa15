/**
 * What one file says by itself, without any other file: the result of parsing it. Everything that needs other files (what an import
 * means, what a reference means, who tests whom) is worked out from these facts.
 */
import type { CodeLanguage, CodeSymbol, Position, Range, Reference } from '../types';

export interface FileFacts {
  /** In order of place. `id` is complete: it needs nothing but the file. */
  readonly symbols: readonly CodeSymbol[];
  /** In order of place. */
  readonly references: readonly RawReference[];
  /** In order of place. */
  readonly imports: readonly RawImport[];
  readonly testCases: readonly RawTestCase[];
  /**
   * Names that other files reach this one by without a path: the package of a Java or Go file (`com.acme.app`, `main`), the
   * namespaces of C#, PHP and C++ (`Acme.App`, `Acme\App`, `acme::app`), the modules declared in a Rust file (`mod a;` gives `a`).
   */
  readonly namespaces: readonly string[];
  /** Whether the syntax tree has errors. */
  readonly broken: boolean;
}

/** A name that stands somewhere and is no definition. */
export interface RawReference {
  readonly name: string;
  /** One line: a name never has more. */
  readonly start: Position;
  readonly role: Reference['role'];
  /** Index in `symbols` of the innermost function, method or class that it stands in; undefined: the top level. */
  readonly within: number | undefined;
  /**
   * What stands before the dot, `::` or `->`, as names with dots between: `a.b` in `a->b::c()`, `this`, `self`, `super`.
   * `?` is an expression that is no chain of names, as in `f().c`. undefined: the name stands alone.
   */
  readonly qualifier: string | undefined;
  /** The name (or the first one of its qualifier) is bound by a parameter or a local variable around it: it means no symbol. */
  readonly local: boolean;
}

export interface RawImport {
  /**
   * As it stands, without quotes: `./a`, `..pkg.mod` (Python, with its dots), `com.acme.App` or `com.acme` (Java; `names` is `*` for the
   * latter), `crate::a::b` (Rust, one for each leaf of a tree), `Acme\App\User` (PHP), `Acme.App` (C#), `stdio.h`.
   */
  readonly specifier: string;
  /** The whole statement, or the call. */
  readonly range: Range;
  /**
   * module: import, require, from, use. reexport: `export ... from`, `pub use`. include: `#include "a.h"`, PHP's require of a file.
   * system: `#include <a.h>`. submodule: Rust's `mod a;`.
   */
  readonly form: 'module' | 'reexport' | 'include' | 'system' | 'submodule';
  /** What is imported and how it is called here; empty for side effects only. */
  readonly bindings: readonly ImportBinding[];
  readonly typeOnly: boolean;
  /** Only inside a function, or by `import()`. */
  readonly deferred: boolean;
}

export interface ImportBinding {
  /** Name in the other file: `default`, `*` for all of it, else as it is exported. */
  readonly imported: string;
  /** Name in this file; undefined for `*` that brings names of its own (`from a import *`, `using A;`, `export * from`). */
  readonly local: string | undefined;
}

export interface RawTestCase {
  /** As a test runner would name it, outer titles first. */
  readonly title: readonly string[];
  readonly range: Range;
}

/**
 * What the resolvers may ask. Paths of files that were skipped are among `paths` too: an import of one is no import of nothing.
 * All of it is in memory or one look-up away.
 */
export interface RepositoryView {
  /** Absolute. */
  readonly root: string;
  /** Sorted. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  language(path: string): CodeLanguage | undefined;
  /** As FileFacts.namespaces. */
  namespaces(path: string): readonly string[];
  /** A small text file of the repository, e.g. tsconfig.json; undefined where it is missing, unreadable or over 1 MB. */
  read(path: string): string | undefined;
}

/** Names of test files by language, as their runners find them. */
const names: readonly RegExp[] = [
  // JavaScript and TypeScript: mocha, jest, vitest, node:test.
  /[._-](test|tests|spec|e2e|suite)\.[cm]?[jt]sx?$/,
  // Python: pytest, unittest.
  /^test_[^/]*\.py$|_test\.py$|^conftest\.py$|^tests\.py$/,
  // Go.
  /_test\.go$/,
  // Java, C#, PHP: JUnit, xUnit, NUnit, PHPUnit.
  /(^Test[A-Z][^/]*|(Test|Tests|TestCase|IT|Spec))\.(java|cs|php|kt|scala)$/,
  // Rust and C++ by name; folders below say more.
  /(^|_)tests?\.rs$|(^|[_.-])(unit)?tests?\.(cc|cpp|cxx|c)$|^test_[^/]*\.(cc|cpp|cxx|c)$/,
];
const folders = /(^|\/)(__tests__|__mocks__|tests?|specs?|testing|testdata|fixtures|__fixtures__|e2e)\//;
const code = /\.([cm]?[jt]sx?|py|go|java|cs|php|rs|c|cc|cpp|cxx|h|hpp)$/;

/** Whether a path is that of a test or of what only tests use; case counts, as it does to the runners. */
export function isTestPath(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return names.some((pattern) => pattern.test(name)) || (folders.test(path) && code.test(name));
}

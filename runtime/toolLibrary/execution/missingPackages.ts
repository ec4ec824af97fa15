/** Packages of Python that tools need and that the interpreter does not have. */
import type { PythonInterpreter } from './languageProgram';

/** Where the module is called otherwise than the package that brings it. */
const packageOf: Readonly<Record<string, string>> = {
  attr: 'attrs',
  bs4: 'beautifulsoup4',
  Crypto: 'pycryptodome',
  cv2: 'opencv-python',
  dateutil: 'python-dateutil',
  docx: 'python-docx',
  dotenv: 'python-dotenv',
  fitz: 'PyMuPDF',
  jwt: 'PyJWT',
  PIL: 'Pillow',
  serial: 'pyserial',
  skimage: 'scikit-image',
  sklearn: 'scikit-learn',
  yaml: 'PyYAML',
};

const needs = /^it needs the package “([^”]+)”, which Python/;

/** Number of tools by the module that they lack, from the reasons why they were not run. */
export function missingPackages(reasons: Iterable<string>): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const reason of reasons) {
    const name = needs.exec(reason)?.[1];
    if (name !== undefined) found.set(name, (found.get(name) ?? 0) + 1);
  }
  return found;
}

/** A command that brings them; nothing is installed by us. */
export function installCommand(
  modules: Iterable<string>,
  python: Pick<PythonInterpreter, 'program'> | undefined,
): string {
  const packages = [...new Set([...modules].map((name) => packageOf[name] ?? name))].sort().join(' ');
  return python === undefined
    ? `python3 -m venv .venv && .venv/bin/python -m pip install ${packages}`
    : `${python.program} -m pip install ${packages}`;
}

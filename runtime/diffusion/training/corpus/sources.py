"""Fetching packages through their ordinary clients and reading source files out of the archives.

Nothing of a package is executed or written to disk: the archives are read as streams.
"""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator

from .filters import MAX_BYTES, clean, is_test_path, refuse_path, refuse_text
from .languages import COLLECTED, language_of
from .licences import npm_family, parse_debian_copyright

_SOURCE_ROOT = re.compile(
    r"^usr/(?:lib/(?:python3/dist-packages|python3\.\d+|pypy3/dist-packages)|share/gocode/src|share/cargo/registry)/")
_BUILD_DIR = re.compile(r"(?:^|/)(?:dist|lib|esm?|cjs|build|out|es6|_esm|_cjs|_types|lib\.\w+|dist-\w+)(?:/|$)", re.I)
_OUTPUT_DIR = re.compile(r"(?:^|/)(?:dist|build|umd|esm?|es6|out|pkg|dist-\w+)/", re.I)
_SOURCE_DIR = re.compile(r"^(?:src|lib|source)/", re.I)
_COMMONJS_DIR = re.compile(r"(?:^|/)(?:cjs|_cjs|commonjs|dist-cjs|lib\.commonjs|build-cjs|node-cjs)(?:/|$)")


@dataclass(frozen=True)
class SourceFile:
    """A cleaned source file that passed the filters that look at one file only."""

    language: str
    path: str
    text: str
    is_test: bool
    is_declaration: bool


@dataclass
class PackageResult:
    """What reading one package gave. ``refused`` is set when the package as a whole is not used."""

    ecosystem: str
    name: str
    version: str = ""
    licence: str = ""
    family: str | None = None
    refused: str | None = None
    files: list[SourceFile] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)


def fetch_npm(names: list[tuple[str, str]], cache: Path) -> None:
    """Fetch ``name@version`` tarballs that the cache lacks, one ``npm pack`` each (no scripts run)."""
    for name, version in names:
        folder = cache / "npm" / name.replace("/", "__")
        if npm_archive(cache, name, version) is None:
            folder.mkdir(parents=True, exist_ok=True)
            run_client(["npm", "pack", "--ignore-scripts", "--silent", f"{name}@{version}"], folder)


def fetch_debian(names: list[str], cache: Path) -> None:
    """Fetch the binary packages that the cache lacks with one ``apt-get download``."""
    folder = cache / "deb"
    folder.mkdir(parents=True, exist_ok=True)
    missing = [name for name in names if debian_archive(cache, name) is None]
    if missing:
        run_client(["apt-get", "download", "-q", *missing], folder)


def run_client(command: list[str], folder: Path) -> None:
    """Run a package client; on failure stop with what it said."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=1800)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:3])} ... failed in {folder}:\n{done.stderr[-2000:]}")


def npm_archive(cache: Path, name: str, version: str) -> Path | None:
    """Cached tarball of an npm package, if present."""
    folder = cache / "npm" / name.replace("/", "__")
    return next(iter(sorted(folder.glob(f"*-{version}.tgz"))), None)


def debian_archive(cache: Path, name: str) -> Path | None:
    """Cached binary package, if present."""
    return next(iter(sorted((cache / "deb").glob(f"{name}_*.deb"))), None)


def read_npm(archive: Path, name: str, version: str, skip: list[str]) -> PackageResult:
    """Source files of an npm tarball. ``skip``: path prefixes to leave out (copied or repeated parts)."""
    result = PackageResult("npm", name, version)
    raw: dict[str, bytes] = {}
    package_json: dict[str, Any] = {}
    with tarfile.open(archive, "r:gz") as tar:
        for path, data in members(tar, COLLECTED["npm"], ("package.json",)):
            inner = path.partition("/")[2]  # the first folder is "package" or, rarely, the package's name
            if inner == "package.json":
                package_json = json.loads(data)
            elif not inner.endswith("/package.json") and not any(inner.startswith(prefix) for prefix in skip):
                raw[inner] = data
    result.licence, result.family = npm_family(package_json)
    if result.family is None:
        result.refused = f"licence {result.licence or 'not stated'}"
        return result
    repeated = _repeated_paths({path: len(data) for path, data in raw.items()})
    for path in sorted(raw):
        bundled = _BUILD_DIR.search(path) and path.count("/") <= 1 and len(raw[path]) > 150_000
        if path in repeated:
            result.dropped["compiled"] += 1
        elif bundled:
            result.dropped["bundle"] += 1
        else:
            consider(result, path, raw[path], language_of(path) or "")
    return result


def _repeated_paths(sizes: dict[str, int]) -> set[str]:
    """Paths that repeat other files of an npm package in another form: the compiler's output beside its source,
    bundles beside their modules, the CommonJS twin of an ES module. ``sizes``: bytes by path."""
    scripts = {path: size for path, size in sizes.items() if language_of(path) == "javascript"}
    typed = sum(size for path, size in sizes.items() if language_of(path) == "typescript" and not is_declaration(path))
    has_types = typed > 0.2 * sum(scripts.values())
    own = sum(size for path, size in scripts.items() if _SOURCE_DIR.match(path) and not _OUTPUT_DIR.search(path))
    output = sum(size for path, size in scripts.items() if _OUTPUT_DIR.search(path))
    has_scripts = own > 0.2 * output
    return {
        path for path in sizes
        if path in scripts and (has_types and _BUILD_DIR.search(path) or has_scripts and _OUTPUT_DIR.search(path))
        or _COMMONJS_DIR.search(path)
        or path.endswith(".cjs") and (path[:-3] + "js" in sizes or path[:-3] + "mjs" in sizes)
    }


def read_debian(archive: Path, name: str, copyright_archive: Path | None, skip: list[str]) -> PackageResult:
    """Source files of a binary Debian package. ``copyright_archive``: the package that carries the copyright file
    when the documentation folder is a link to another package's."""
    result = PackageResult("debian", name, archive.name.split("_")[1].replace("%3a", ":"))
    copyright_text = debian_copyright(copyright_archive or archive)
    if copyright_text is None:
        result.refused = "no copyright file"
        return result
    licences = parse_debian_copyright(copyright_text)
    result.licence, result.family = licences.name, licences.family
    if licences.family is None:
        result.refused = f"licence {licences.name or 'not established'}"
        return result
    with _debian_tree(archive) as tar:
        for path, data in members(tar, COLLECTED["debian"]):
            inner, count = _SOURCE_ROOT.subn("", path.removeprefix("./"))
            if count == 0 or any(inner.startswith(prefix) for prefix in skip):
                continue
            if not licences.allows(inner):
                result.dropped["licence of file"] += 1
            else:
                consider(result, inner, data, language_of(inner) or "")
    return result


def consider(result: PackageResult, path: str, data: bytes, language: str) -> None:
    """Run the single-file filters and keep or count the file."""
    reason = refuse_path(path)
    if reason is None:
        try:
            text = clean(data.decode("utf-8"), language)
        except UnicodeDecodeError:
            reason = "not utf-8"
        else:
            reason = refuse_text(data, text, language)
            if reason is None:
                result.files.append(SourceFile(language, path, text, is_test_path(path), is_declaration(path)))
                return
    result.dropped[reason] += 1


def is_declaration(path: str) -> bool:
    """Whether a file declares types only."""
    return path.endswith((".d.ts", ".d.mts", ".d.cts", ".pyi"))


def members(
    tar: tarfile.TarFile, languages: frozenset[str], also: tuple[str, ...] = ()
) -> Iterator[tuple[str, bytes]]:
    """Path and content of every regular file of one of the languages (or named in ``also``) of usable size."""
    for member in tar:
        base = member.name.rpartition("/")[2]
        wanted = language_of(member.name) in languages or base in also
        if wanted and member.isreg() and member.size <= 4 * MAX_BYTES:
            stream = tar.extractfile(member)
            if stream is not None:
                yield member.name, stream.read()


@contextmanager
def _debian_tree(archive: Path) -> Iterator[tarfile.TarFile]:
    """The file tree of a ``.deb`` as a stream, unpacked by dpkg-deb without touching the disk."""
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(archive)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        with tarfile.open(fileobj=process.stdout, mode="r|") as tar:
            yield tar
        process.stdout.close()  # a reader that stops early must not leave dpkg-deb waiting


def debian_copyright(archive: Path) -> str | None:
    """Text of the copyright file of a binary package."""
    with _debian_tree(archive) as tar:
        for member in tar:
            if member.isreg() and re.fullmatch(r"\./usr/share/doc/[^/]+/copyright", member.name):
                stream = tar.extractfile(member)
                return stream.read().decode("utf-8", "replace") if stream is not None else None
    return None

"""Debian source packages: fetched through apt-get, read as streams. Only the original archive of the authors is used.

They hold the languages whose binary packages carry no source: Java, C, C++, and the programs written in Go and Rust.
"""

from __future__ import annotations

import re
import tarfile
from pathlib import Path
from typing import Iterable

from .languages import COLLECTED
from .licences import parse_debian_copyright
from .sources import PackageResult, consider, members, run_client

RELEASE = "bookworm"
MIRROR = "http://deb.debian.org/debian"


def fetch_sources(names: list[str], cache: Path) -> None:
    """Fetch the source packages that the cache lacks with one ``apt-get source --download-only``.

    apt-get gets lists of its own under ``cache``, because most machines have no ``deb-src`` line.
    """
    missing = [name for name in names if source_archive(cache, name) is None]
    if not missing:
        return
    apt, folder = (cache / "apt").resolve(), cache / "src"
    for path in (apt / "lists" / "partial", apt / "cache" / "archives" / "partial", folder):
        path.mkdir(parents=True, exist_ok=True)
    (apt / "sources.list").write_text(f"deb-src {MIRROR} {RELEASE} main\n")
    places = {"Etc::SourceList": apt / "sources.list", "Etc::SourceParts": "/dev/null", "State::Lists": apt / "lists",
              "Cache": apt / "cache"}
    options = [f"-oDir::{key}={value}" for key, value in places.items()]
    run_client(["apt-get", "update", "-q", *options], folder)
    run_client(["apt-get", "source", "--download-only", "-q", *options, *missing], folder)


def source_archive(cache: Path, name: str) -> Path | None:
    """Cached ``.dsc`` file of a source package whose archives are all there."""
    for path in sorted((cache / "src").glob(f"{name}_*.dsc")):
        if all((path.parent / file).is_file() for file in _archives(path)):
            return path
    return None


def _archives(dsc: Path) -> list[str]:
    """Names of the archives a ``.dsc`` lists, without signatures."""
    section = re.search(r"^Checksums-Sha256:[ \t]*\n((?: .*\n)+)", dsc.read_text("utf-8", "replace"), re.M)
    names = [line.split()[2] for line in section[1].splitlines()] if section else []
    return [name for name in names if not name.endswith(".asc")]


def read_source(dsc: Path, name: str, language: str, only: Iterable[str], skip: Iterable[str]) -> PackageResult:
    """Source files of one language. ``only`` and ``skip``: path prefixes below the top folder of the archive.

    The language is told beforehand because ``.h`` is a header of C in one project and of C++ in another.
    """
    version = re.search(r"^Version: (\S+)", dsc.read_text("utf-8", "replace"), re.M)
    result = PackageResult("debian-source", name, version[1] if version else "")
    archives = _archives(dsc)
    copyright_text = source_copyright(dsc)
    if copyright_text is None:
        result.refused = "no copyright file"
        return result
    licences = parse_debian_copyright(copyright_text)
    result.licence, result.family = licences.name, licences.family
    if licences.family is None:
        result.refused = f"licence {licences.name or 'not established'}"
        return result
    # Projects in C++ name their headers .h as well; projects in C hold no C++ worth keeping.
    extensions = {"cpp": ("cpp", "c"), "c": ("c",)}.get(language, (language,))
    wanted = COLLECTED["debian-source"].intersection(extensions)
    for file in archives:
        part = re.search(r"\.orig(?:-([\w-]+))?\.tar\.\w+$", file)
        if part is None:
            continue
        component = f"{part[1]}/" if part[1] else ""
        for path, data in _tree(dsc.parent / file, wanted):
            inner = component + path
            if only and not inner.startswith(tuple(only)) or inner.startswith(tuple(skip)):
                continue
            if language == "cpp" and path.endswith(".c"):
                continue
            if licences.allows(inner):
                consider(result, inner, data, language)
            else:
                result.dropped["licence of file"] += 1
    return result


def _tree(archive: Path, languages: frozenset[str]) -> list[tuple[str, bytes]]:
    """Paths below the archive's single top folder, and contents.

    Raises ValueError when there are several top folders: the patterns of the copyright file would not fit the paths.
    """
    with tarfile.open(archive, "r|*") as tar:
        files = [(path.removeprefix("./"), data) for path, data in members(tar, languages)]
    if len({path.partition("/")[0] for path, _ in files}) > 1:
        raise ValueError(f"{archive.name} has several top folders; leave the package out")
    return [(path.partition("/")[2], data) for path, data in files]


def source_copyright(dsc: Path) -> str | None:
    """Text of ``debian/copyright`` in the packaging archive, or in the only archive of a native package."""
    for file in _archives(dsc):
        if not re.search(r"(\.debian|\d)\.tar\.\w+$", file):
            continue
        with tarfile.open(dsc.parent / file, "r|*") as tar:
            for member in tar:
                if member.isreg() and re.fullmatch(r"(?:\./)?(?:[^/]+/)?debian/copyright", member.name):
                    stream = tar.extractfile(member)
                    return stream.read().decode("utf-8", "replace") if stream is not None else None
    return None

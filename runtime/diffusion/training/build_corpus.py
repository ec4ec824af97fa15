"""Build the training corpus: fetch the packages of packages.json, filter their source, write JSON lines.

    python3 build_corpus.py --out ../../../.cache/corpus [--max-mb 198] [--humaneval /path/to/infilling]
                            [--compact-manifest corpus-manifest.json]

Writes ``train.jsonl`` and ``heldout.jsonl`` (one ``{lang, package, path, text}`` per file, ordered by package, then
path) and ``manifest.json`` (per package: version, licence, bytes, files kept, files dropped by reason). See CORPUS.md.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus import selection, source_packages, sources
from corpus.contamination import OverlapCheck, load_infilling
from corpus.sources import PackageResult, SourceFile

HERE = Path(__file__).parent
LANGUAGE_PARTS = {
    "python": 0.33, "typescript": 0.265, "javascript": 0.19,
    "go": 0.055, "rust": 0.05, "java": 0.05, "c": 0.03, "cpp": 0.03,
}
"""Parts of the training bytes. TypeScript and JavaScript are the extension's first languages; Python is what the
public infilling benchmark measures."""
MAIN_PART = 0.1
"""From this part on a language has packages enough for the small share of each."""


@dataclass(frozen=True)
class Job:
    """One package to read."""

    ecosystem: str
    name: str
    archive: Path
    version: str = ""
    copyright_archive: Path | None = None
    language: str = ""
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes to read: a source package is a description beside its archives."""
        beside = self.archive.parent.glob(f"{self.name}_*") if self.ecosystem == "debian-source" else [self.archive]
        return sum(path.stat().st_size for path in beside)


@dataclass
class Package:
    """A package on its way into the corpus: what reading gave and which files are still in."""

    result: PackageResult
    split: str
    kept: list[SourceFile] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Name in the output, unique over the ecosystems."""
        return f"{self.result.ecosystem}:{self.result.name}"

    def drop(self, reason: str, count: int) -> None:
        """Count files that left after reading."""
        if count:
            self.result.dropped[reason] += count


_overlap: OverlapCheck | None = None


def _start_worker(benchmark_texts: list[str]) -> None:
    global _overlap
    _overlap = OverlapCheck(benchmark_texts)


def read_package(job: Job) -> PackageResult:
    """Read one archive and drop files that overlap the benchmark (runs in a worker)."""
    if job.ecosystem == "npm":
        result = sources.read_npm(job.archive, job.name, job.version, list(job.skip))
    elif job.ecosystem == "debian-source":
        result = source_packages.read_source(job.archive, job.name, job.language, job.only, job.skip)
    else:
        result = sources.read_debian(job.archive, job.name, job.copyright_archive, list(job.skip))
    if _overlap is not None and len(_overlap):
        clear = [file for file in result.files if not _overlap.hits(file.text)]
        if len(clear) < len(result.files):
            result.dropped["benchmark overlap"] += len(result.files) - len(clear)
        result.files = clear
    return result


def plan(packages: dict[str, Any], cache: Path) -> list[Job]:
    """Fetch what is missing and list the archives."""
    npm = [(entry["name"], entry["version"]) for entry in packages["npm"]]
    sources.fetch_npm(npm, cache)
    sources.fetch_debian([entry["name"] for entry in packages["debian"]], cache)
    source_packages.fetch_sources([entry["name"] for entry in packages["debian-source"]], cache)
    jobs: list[Job] = []
    for entry in packages["npm"]:
        archive = sources.npm_archive(cache, entry["name"], entry["version"])
        if archive is None:
            raise SystemExit(f"npm pack gave no archive for {entry['name']}@{entry['version']}")
        jobs.append(Job("npm", entry["name"], archive, entry["version"], skip=tuple(entry.get("skip", ()))))
    for entry in packages["debian"]:
        archive = sources.debian_archive(cache, entry["name"])
        if archive is None:
            raise SystemExit(f"apt-get download gave no archive for {entry['name']}")
        other = entry.get("copyright_from")
        jobs.append(Job("debian", entry["name"], archive, skip=tuple(entry.get("skip", ())),
                        copyright_archive=sources.debian_archive(cache, other) if other else None))
    for entry in packages["debian-source"]:
        dsc = source_packages.source_archive(cache, entry["name"])
        if dsc is None:
            raise SystemExit(f"apt-get source gave no archive for {entry['name']}")
        jobs.append(Job("debian-source", entry["name"], dsc, language=entry["language"],
                        only=tuple(entry.get("only", ())), skip=tuple(entry.get("skip", ()))))
    return jobs


def deduplicate(packages: list[Package]) -> None:
    """Drop near-duplicates over the whole corpus. Held-out packages go first: what they contain never trains."""
    memory = selection.LineMemory()
    for package in sorted(packages, key=lambda p: (p.split != "heldout", p.key)):
        for file in sorted(package.result.files, key=selection.reading_order):
            if memory.admit(file.text):
                package.kept.append(file)
            else:
                package.drop("near-duplicate", 1)
        limited = selection.limit_tests(package.kept)
        package.drop("share of tests", len(package.kept) - len(limited))
        package.kept = limited


def limit_declarations(packages: list[Package]) -> None:
    """At most 10 % of the TypeScript bytes of each split are declaration files."""
    for split in ("train", "heldout"):
        chosen = [p for p in packages if p.split == split]
        files = [f for p in chosen for f in p.kept if f.language == "typescript"]
        source = sum(len(f.text) for f in files if not f.is_declaration)
        share = selection.DECLARATION_SHARE
        declarations = selection.within_share((f for f in files if f.is_declaration), source * share / (1 - share))
        allowed = {id(f) for f in declarations}
        for package in chosen:
            kept = [f for f in package.kept if not f.is_declaration or id(f) in allowed]
            package.drop("share of declarations", len(package.kept) - len(kept))
            package.kept = kept


def limit_sizes(packages: list[Package], max_bytes: float) -> None:
    """Cap every package at a share of its language and the languages at the size asked for (training split only)."""
    training = [p for p in packages if p.split == "train"]

    def sizes(language: str) -> dict[str, int]:
        totals = {p.key: sum(len(f.text.encode()) for f in p.kept if f.language == language) for p in training}
        return {key: size for key, size in totals.items() if size}

    small = selection.SMALL_LANGUAGE_PACKAGE_SHARE
    caps = {
        language: selection.package_cap(list(sizes(language).values()), part * max_bytes,
                                        selection.PACKAGE_SHARE if part >= MAIN_PART else small)
        for language, part in LANGUAGE_PARTS.items()
    }
    for package in training:
        kept: list[SourceFile] = []
        for language, cap in caps.items():
            kept += selection.within_share([f for f in package.kept if f.language == language], cap)
        package.drop("package cap", len(package.kept) - len(kept))
        package.kept = kept


def write(packages: list[Package], out: Path) -> dict[str, Any]:
    """Write the JSON lines and the manifest; returns the manifest."""
    packages.sort(key=lambda p: p.key)
    manifest: dict[str, Any] = {"totals": {}, "packages": []}
    for split in ("train", "heldout"):
        totals: dict[str, Counter[str]] = {}
        with open(out / f"{split}.jsonl", "w", encoding="utf-8") as lines:
            for package in packages:
                if package.split != split:
                    continue
                for file in sorted(package.kept, key=lambda f: f.path):
                    record = {"lang": file.language, "package": package.key, "path": file.path, "text": file.text}
                    lines.write(json.dumps(record, ensure_ascii=False) + "\n")
                    counts = totals.setdefault(file.language, Counter())
                    counts["files"] += 1
                    counts["bytes"] += len(file.text.encode())
        manifest["totals"][split] = totals
    for package in packages:
        result = package.result
        entry = {
            "ecosystem": result.ecosystem, "name": result.name, "version": result.version, "split": package.split,
            "licence": result.licence, "family": result.family, "files": len(package.kept),
            "bytes": sum(len(f.text.encode()) for f in package.kept), "dropped": dict(sorted(result.dropped.items())),
        }
        if result.refused:
            entry["refused"] = result.refused
        manifest["packages"].append(entry)
    (out / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    return manifest


def compact(manifest: dict[str, Any]) -> str:
    """The manifest with one line per package: the form that is committed as evidence."""
    lines = ",\n".join("  " + json.dumps(entry) for entry in manifest["packages"])
    return f'{{\n "totals": {json.dumps(manifest["totals"])},\n "packages": [\n{lines}\n ]\n}}\n'


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder for the corpus")
    parser.add_argument("--cache", type=Path, help="folder for downloaded archives (default: OUT/downloads)")
    parser.add_argument("--max-mb", type=float, default=198, help="size of the training text in MB (default 198)")
    parser.add_argument("--humaneval", type=Path,
                        help="folder of HumanEval-Infilling *.jsonl.gz (github.com/openai/human-eval-infilling, data/); "
                        "files that overlap it are dropped")
    parser.add_argument("--compact-manifest", type=Path, help="also write the manifest here, one line per package")
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    started = time.monotonic()

    def report(step: str) -> None:
        print(f"{time.monotonic() - started:7.1f} s  {step}", flush=True)

    benchmark = load_infilling(args.humaneval) if args.humaneval and args.humaneval.is_dir() else []
    if not benchmark:
        where = f"in {args.humaneval}" if args.humaneval else "given (--humaneval)"
        print(f"warning: no benchmark files {where}: overlap with HumanEval is not checked", file=sys.stderr)
    packages_json = json.loads((HERE / "packages.json").read_text())
    heldout = json.loads((HERE / "split.json").read_text())["heldout"]
    args.out.mkdir(parents=True, exist_ok=True)
    jobs = plan(packages_json, args.cache or args.out / "downloads")
    report(f"{len(jobs)} archives at hand")
    # Largest first, so that the two workers end together.
    jobs.sort(key=lambda job: -job.size)
    with multiprocessing.Pool(args.processes, _start_worker, (benchmark,)) as pool:
        results = list(pool.imap_unordered(read_package, jobs))
    packages = [Package(r, "heldout" if r.name in heldout[r.ecosystem] else "train") for r in results]
    report(f"{sum(len(p.result.files) for p in packages)} files pass the single-file filters")
    deduplicate(packages)
    report(f"{sum(len(p.kept) for p in packages)} files left without near-duplicates")
    limit_declarations(packages)
    limit_sizes(packages, args.max_mb * 1e6)
    manifest = write(packages, args.out)
    if args.compact_manifest:
        args.compact_manifest.write_text(compact(manifest))
    report(f"{sum(len(p.kept) for p in packages)} files written to {args.out}")


if __name__ == "__main__":
    main()

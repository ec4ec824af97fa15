"""Tests of the corpus and tokenizer scripts: ``python3 -m unittest test_corpus`` in this folder, no network."""

from __future__ import annotations

import gzip
import io
import json
import re
import tarfile
import tempfile
import unittest
from collections import Counter
from pathlib import Path

import regex

import build_corpus
import heldout_slice
import heldout_spans
from corpus import licences, selection
from corpus.contamination import OverlapCheck
from corpus.filters import clean, is_test_path, refuse_path, refuse_text
from corpus.languages import language_of
from corpus.source_packages import read_source
from corpus.sources import PackageResult, SourceFile, read_npm
from encode import Tokenizer
from train_tokenizer import PATTERN, SPECIAL, indent_merges, train

DEP5 = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: 2020 Somebody
License: house-licence

Files: src/thing/vendored/*
 thing/other.py
Copyright: 2019 Somebody else
License: LGPL-2.1+

Files: thing/lexer.py
License: Apache-2.0 or GPL-2+

License: house-licence
 Redistribution and use in source and binary forms, with or without modification, are permitted
"""

CODE = "\n".join(f"    total_{n} = combine(first_{n}, second_{n}, limit={n})" for n in range(40)) + "\n"


def refusal(text: str, language: str = "python") -> str | None:
    """Reason the content filters give for a file."""
    return refuse_text(text.encode(), clean(text, language), language)


def source(path: str, text: str, language: str = "python") -> SourceFile:
    """A file as the reader yields it."""
    return SourceFile(language, path, text, is_test_path(path), path.endswith((".d.ts", ".pyi")))


class Licences(unittest.TestCase):
    def test_names_of_the_five_families(self) -> None:
        accepted = {"MIT": "MIT", "Expat": "MIT", "BSD-3-clause": "BSD", "BSD-2-Clause": "BSD", "ISC": "ISC",
                    "Apache-2.0": "Apache-2.0", "Apache-2": "Apache-2.0", "PSF-2": "PSF", "Python-2.0": "PSF"}
        for name, family in accepted.items():
            self.assertEqual(licences.family_of_name(name), family, name)
        for name in ("GPL-3+", "LGPL-2.1", "MPL-2.0", "Artistic-2.0", "CC0-1.0", "HPND", "BSD-4-clause", "none", ""):
            self.assertIsNone(licences.family_of_name(name), name)

    def test_expression_takes_an_accepted_choice_but_needs_every_part(self) -> None:
        self.assertEqual(licences.family_of_expression("(GPL-3.0-or-later OR MIT)"), "MIT")
        self.assertIsNone(licences.family_of_expression("MIT AND LGPL-3.0"))

    def test_package_json_without_licence_is_refused(self) -> None:
        self.assertEqual(licences.npm_family({"license": {"type": "MIT"}}), ("MIT", "MIT"))
        self.assertEqual(licences.npm_family({}), ("", None))

    def test_debian_stanzas(self) -> None:
        found = licences.parse_debian_copyright(DEP5)
        self.assertEqual((found.name, found.family), ("house-licence", "BSD"))
        self.assertFalse(found.allows("thing/vendored/a.py"))
        self.assertFalse(found.allows("thing/other.py"))
        self.assertTrue(found.allows("thing/lexer.py"))
        self.assertTrue(found.allows("thing/core.py"))

    def test_without_a_stanza_for_everything_only_named_files_are_allowed(self) -> None:
        found = licences.parse_debian_copyright(DEP5.replace("Files: *\n", "Files: library/*\n configure\n"))
        self.assertEqual((found.family, found.allows("library/core/a.rs")), ("BSD", True))
        self.assertFalse(found.allows("vendor/a.rs"))
        packaging = DEP5.replace("Files: *\n", "Files: debian/*\n").replace("Apache-2.0 or GPL-2+", "GPL-2+")
        self.assertIsNone(licences.parse_debian_copyright(packaging).family)

    def test_free_text_with_a_stanza_about_some_files(self) -> None:
        mit = "Permission is hereby granted, free of charge, to any person"
        text = f"{mit}\n\nFiles: test.py\nLicense: GPL2 or later\n"
        found = licences.parse_debian_copyright(text)
        self.assertEqual((found.family, found.allows("pkg/test.py"), found.allows("pkg/a.py")), ("MIT", False, True))

    def test_historical_permission_notice_drops_the_file(self) -> None:
        notice = "# Permission to use this for any purpose and without fee is\n# hereby granted, provided\n"
        self.assertEqual(refusal(notice + CODE), "licence of file")

    def test_other_licences_at_the_top_of_a_file_drop_it(self) -> None:
        advertising = " * 3. All advertising materials mentioning features or use of this software must display\n"
        public = "/* This file was placed in the public domain. */\n"
        boost = "// Distributed under the Boost Software License, Version 1.0.\n"
        for notice in (f"/*\n{advertising} */\n", public, boost):
            self.assertEqual(refusal(notice + CODE, "c"), "licence of file", notice)
        self.assertIsNone(refusal("/* Parses domains, public ones too. */\n" + CODE, "c"))

    def test_free_text_that_names_the_gpl_is_refused(self) -> None:
        mit = "Permission is hereby granted, free of charge, to any person obtaining a copy"
        self.assertEqual(licences.parse_debian_copyright(mit).family, "MIT")
        self.assertIsNone(licences.parse_debian_copyright(mit + "\nGNU General Public License").family)


class Filters(unittest.TestCase):
    def test_secrets_drop_the_file(self) -> None:
        fake_key = "AKIA" + "ABCDEFGHIJKLMNOP"
        block = "-----BEGIN RSA " + "PRIVATE KEY-----"
        for line in (f'key = "{fake_key}"', block, 'api_key = "a1b2c3d4e5f6a7b8c9d0e1f2"'):
            self.assertEqual(refusal(CODE + line + "\n"), "secret", line)
        self.assertIsNone(refusal(CODE + 'api_key = os.environ["API_KEY"]\n'))

    def test_generated_minified_and_data_files(self) -> None:
        self.assertEqual(refusal("# @generated by a tool\n" + CODE), "generated")
        self.assertEqual(refusal("x" * 1500 + "\n" + CODE), "minified")
        self.assertEqual(refusal("table = [\n" + "    12, 34, 56, 78, 90,\n" * 60 + "]\n"), "locale or data")
        self.assertEqual(refuse_path("pkg/thing_pb2.py"), "generated")
        self.assertEqual(refuse_path("node_modules/a/index.js"), "vendored")
        self.assertIsNone(refuse_path("pkg/core.py"))

    def test_clean_removes_notice_and_address_but_keeps_the_explanation(self) -> None:
        text = "\ufeff/* Copyright 2020 A. Person */\r\n// Adds numbers.\r\nadd(); // ask a.person@mail.example.org\r\n"
        self.assertEqual(clean(text, "javascript"), "// Adds numbers.\nadd(); // ask user@example.com\n")
        self.assertEqual(clean("#!/usr/bin/python3\n# -*- coding: utf-8 -*-\nimport os\n", "python"), "import os\n")

    def test_an_at_sign_in_code_is_not_an_address(self) -> None:
        self.assertEqual(clean("c = a@b.T\nimport 'react@18.2.0'\n", "python"), "c = a@b.T\nimport 'react@18.2.0'\n")

    def test_test_files_of_the_languages(self) -> None:
        for path in ("mux_test.go", "src/test/java/org/A.java", "src/main/ATest.java", "util/arena_test.cc",
                     "a/test_thing.c", "src/tests.rs", "benches/b.rs", "_examples/main.go"):
            self.assertTrue(is_test_path(path), path)
        for path in ("latest.go", "src/main/java/org/Contest.java", "src/tester.rs", "inet/it.c"):
            self.assertFalse(is_test_path(path), path)

    def test_language_by_extension(self) -> None:
        self.assertEqual(language_of("a/b.test.tsx"), "typescript")
        self.assertIsNone(language_of("a.b/Makefile"))


class Selection(unittest.TestCase):
    def test_near_duplicate_is_dropped_and_new_text_kept(self) -> None:
        memory = selection.LineMemory()
        self.assertTrue(memory.admit(CODE))
        half_new = CODE.replace("combine(first_1", "merge(first_1")  # lines 1 and 10 to 19: a quarter of the file
        self.assertFalse(memory.admit(half_new))
        self.assertTrue(memory.admit(CODE.replace("combine", "separate")))

    def test_held_out_text_never_trains(self) -> None:
        def package(name: str, split: str) -> build_corpus.Package:
            result = PackageResult("npm", name, files=[source("a.py", CODE)])
            return build_corpus.Package(result, split)

        packages = [package("a", "train"), package("z", "heldout")]
        build_corpus.deduplicate(packages)
        self.assertEqual([len(p.kept) for p in packages], [0, 1])

    def test_tests_get_a_small_share(self) -> None:
        tests = [source(f"pkg/tests/test_{name}.py", CODE) for name in "ab"]
        files = [source("pkg/core.py", CODE * 10), *tests]
        self.assertEqual(len(selection.limit_tests(files)), 2)

    def test_cap_holds_for_language_and_budget(self) -> None:
        sizes = [100] * 30 + [10_000]
        cap = selection.package_cap(sizes, 1e9)
        total = sum(min(size, cap) for size in sizes)
        self.assertLessEqual(min(10_000, cap), selection.PACKAGE_SHARE * total + 1)
        self.assertLessEqual(sum(min(size, selection.package_cap(sizes, 2000)) for size in sizes), 2001)


    def test_a_language_with_few_packages_may_take_more_of_each(self) -> None:
        sizes = [100] * 5 + [10_000]
        narrow = selection.package_cap(sizes, 1e9)
        wide = selection.package_cap(sizes, 1e9, 0.5)
        self.assertGreater(wide, narrow)
        self.assertLessEqual(wide, 0.5 * (500 + wide) + 1)


class Contamination(unittest.TestCase):
    PROBLEM = "def solve(numbers, limit): return sorted(x for x in numbers if x < limit and x % 2 == 0)"

    def test_thirteen_words_in_common(self) -> None:
        check = OverlapCheck([self.PROBLEM])
        self.assertTrue(check.hits("# copied\n" + self.PROBLEM.replace(" ", "\n")))
        twelve = " ".join(regex.findall(r"\w+", self.PROBLEM)[:12])
        self.assertFalse(check.hits(twelve + " something else follows here"))


class Reading(unittest.TestCase):
    def archive(self, folder: str, files: dict[str, str]) -> Path:
        path = Path(folder) / "thing-1.0.0.tgz"
        with tarfile.open(path, "w:gz") as tar:
            for name, text in files.items():
                info = tarfile.TarInfo(f"package/{name}")
                info.size = len(text.encode())
                tar.addfile(info, io.BytesIO(text.encode()))
        return path

    def test_npm_tarball_gives_source_and_not_its_compiled_form(self) -> None:
        files = {"package.json": json.dumps({"license": "MIT"}), "src/a.ts": CODE, "dist/a.js": CODE, "README.md": "x"}
        with tempfile.TemporaryDirectory() as folder:
            result = read_npm(self.archive(folder, files), "thing", "1.0.0", [])
        self.assertEqual([file.path for file in result.files], ["src/a.ts"])
        self.assertEqual(result.dropped, Counter(compiled=1))

    def test_refused_licence_gives_no_files(self) -> None:
        files = {"package.json": json.dumps({"license": "AGPL-3.0"}), "src/a.ts": CODE}
        with tempfile.TemporaryDirectory() as folder:
            result = read_npm(self.archive(folder, files), "thing", "1.0.0", [])
        self.assertEqual((result.files, result.refused), ([], "licence AGPL-3.0"))


    def source_package(self, folder: str, files: dict[str, str], licence: str) -> Path:
        """A Debian source package: description, archive of the authors, packaging archive."""
        copyright_file = f"Format: x\n\nFiles: *\nLicense: {licence}\n\nFiles: src/old.c\nLicense: GPL-2\n"
        parts = {"thing_1.orig.tar.gz": {f"thing-1/{name}": text for name, text in files.items()},
                 "thing_1-2.debian.tar.xz": {"debian/copyright": copyright_file}}
        for file, members in parts.items():
            with tarfile.open(Path(folder) / file, "w:gz" if file.endswith("gz") else "w:xz") as tar:
                for name, text in members.items():
                    info = tarfile.TarInfo(name)
                    info.size = len(text.encode())
                    tar.addfile(info, io.BytesIO(text.encode()))
        dsc = Path(folder) / "thing_1-2.dsc"
        sums = "".join(f" 0123 10 {file}\n" for file in parts)
        dsc.write_text(f"Source: thing\nVersion: 1-2\nChecksums-Sha256:\n{sums}Files:\n")
        return dsc

    def test_source_package_gives_files_of_its_language_under_accepted_stanzas(self) -> None:
        files = {"src/a.c": CODE, "src/a.h": CODE, "src/old.c": CODE, "doc/b.py": CODE, "bindings/c.cc": CODE,
                 "deps/zlib/d.c": CODE}
        with tempfile.TemporaryDirectory() as folder:
            result = read_source(self.source_package(folder, files, "BSD-3-clause"), "thing", "c", (), ("bindings/",))
        self.assertEqual((result.version, result.family), ("1-2", "BSD"))
        self.assertEqual([(file.path, file.language) for file in result.files], [("src/a.c", "c"), ("src/a.h", "c")])
        self.assertEqual(result.dropped, Counter({"licence of file": 1, "vendored": 1}))

    def test_headers_of_a_project_in_cpp_are_cpp(self) -> None:
        files = {"include/a.h": CODE, "src/a.cc": CODE, "src/b.c": CODE, "other/c.cc": CODE}
        with tempfile.TemporaryDirectory() as folder:
            dsc = self.source_package(folder, files, "MIT")
            result = read_source(dsc, "thing", "cpp", ("include/", "src/"), ())
        self.assertEqual([(f.path, f.language) for f in result.files], [("include/a.h", "cpp"), ("src/a.cc", "cpp")])

    def test_source_package_under_another_licence_is_refused(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            result = read_source(self.source_package(folder, {"a.c": CODE}, "curl"), "thing", "c", (), ())
        self.assertEqual((result.files, result.refused), ([], "licence curl"))


class HeldOutTasks(unittest.TestCase):
    TEXT = "".join(
        f"def combine_{n}(first, second):\n    total = first + second * {n}\n    if total > {n}:\n"
        f"        return round(total, {n})\n    return None\n\n" for n in range(20))

    def rows(self) -> list[dict[str, str]]:
        return [{"package": name, "path": "a.py", "text": self.TEXT} for name in ("debian:a", "debian:b")]

    def test_every_kind_cuts_a_gap_out_of_the_file(self) -> None:
        for kind in heldout_spans.KINDS:
            made = list(heldout_spans.tasks(self.rows(), "python", kind, 30))
            self.assertEqual(len({task["task_id"] for task in made}), 30)
            for task in made:
                whole = task["prompt"] + task["canonical_solution"] + task["suffix"]
                self.assertEqual(whole, self.TEXT, task["task_id"])
                self.assertEqual((task["language"], task["kind"]), ("python", kind))
                self.assertTrue(task["canonical_solution"].strip())

    def test_shape_of_the_kinds(self) -> None:
        made = {kind: list(heldout_spans.tasks(self.rows(), "python", kind, 30)) for kind in heldout_spans.KINDS}
        for kind in ("rest-of-line", "line", "mid-word"):
            self.assertTrue(all(t["suffix"].startswith("\n") for t in made[kind]), kind)
        for kind in ("rest-of-line", "line", "mid-word", "inner"):
            self.assertFalse(any("\n" in t["canonical_solution"] for t in made[kind]), kind)
        for task in made["line"] + made["block"]:
            self.assertEqual(task["prompt"].rpartition("\n")[2].strip(), "")
        for task in made["block"]:
            self.assertIn(task["canonical_solution"].count("\n"), (1, 2, 3))
            self.assertNotIn("\n\n", task["canonical_solution"])
        for task in made["mid-word"]:
            self.assertRegex(task["prompt"][-1] + task["canonical_solution"][0], r"^\w\w$")
        for task in made["inner"]:
            self.assertTrue(task["suffix"].partition("\n")[0].strip())

    def test_same_seed_same_tasks(self) -> None:
        first, again, other = (
            list(heldout_spans.tasks(self.rows(), "python", "inner", 10, seed)) for seed in (1, 1, 2))
        self.assertEqual(first, again)
        self.assertNotEqual(first, other)

    def test_texts_are_cut_at_line_starts(self) -> None:
        whole_lines = set(self.TEXT.splitlines())
        for task in heldout_spans.tasks(self.rows(), "python", "line", 20, before=300, after=200):
            self.assertLessEqual(len(task["prompt"]), 300)
            self.assertLessEqual(len(task["suffix"]), 200)
            self.assertIn(task["prompt"].split("\n")[0], whole_lines)
            self.assertIn(task["suffix"].splitlines()[-1], whole_lines)

    def test_too_few_places_are_an_error(self) -> None:
        with self.assertRaises(SystemExit):
            list(heldout_spans.tasks(self.rows(), "python", "line", 300))

    def test_the_two_halves_are_disjoint_and_hold_no_declarations(self) -> None:
        split = json.loads((heldout_spans.HERE / "split.json").read_text())
        dev_name = split["dev"]["npm"][0]
        test_name = next(name for name in split["heldout"]["npm"] if name not in split["dev"]["npm"])
        with tempfile.TemporaryDirectory() as folder:
            rows = [{"lang": "typescript", "package": f"npm:{name}", "path": path, "text": self.TEXT}
                    for name in (dev_name, test_name) for path in ("a.ts", "b.d.ts")]
            text = "".join(json.dumps(row) + "\n" for row in rows)
            (Path(folder) / "heldout.jsonl").write_text(text, "utf-8")
            found = {half: heldout_spans.held_out(Path(folder), half)["typescript"] for half in ("dev", "test", "all")}
        self.assertEqual([row["package"] for row in found["dev"]], [f"npm:{dev_name}"])
        self.assertEqual([row["package"] for row in found["test"]], [f"npm:{test_name}"])
        self.assertEqual([row["path"] for row in found["all"]], ["a.ts", "a.ts"])

    def test_held_out_packages_are_listed_and_dev_is_a_part_of_them(self) -> None:
        split = json.loads((heldout_spans.HERE / "split.json").read_text())
        for ecosystem, names in split["dev"].items():
            self.assertLess(set(names), set(split["heldout"][ecosystem]))
        listed = json.loads((heldout_spans.HERE / "packages.json").read_text())
        for ecosystem, names in split["heldout"].items():
            self.assertEqual(len(set(names)), len(names))
            self.assertLessEqual(set(names), {entry["name"] for entry in listed[ecosystem]})


class Slice(unittest.TestCase):
    def test_package_and_path_of_a_task(self) -> None:
        keys = ["npm:@a/b", "npm:@a/b-c"]
        self.assertEqual(heldout_slice.package_of("line/npm:@a/b-c/src/x.ts:12:3", keys), ("npm:@a/b-c", "src/x.ts"))

    def test_licence_file_of_an_npm_package(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "thing-1.0.0.tgz"
            with tarfile.open(path, "w:gz") as tar:
                for name in ("package/src/LICENSE", "package/LICENCE.md"):
                    info = tarfile.TarInfo(name)
                    info.size = len(name)
                    tar.addfile(info, io.BytesIO(name.encode()))
            self.assertEqual(heldout_slice.npm_licence(path), "package/LICENCE.md")

    def test_the_committed_slice_is_of_the_test_half_and_every_package_has_its_notice(self) -> None:
        folder = heldout_spans.HERE.parents[2] / "benchmarks" / "infilling" / "slice"
        data = (folder / "heldout.jsonl.gz").read_bytes()
        self.assertLessEqual(len(data), heldout_slice.MAX_BYTES)
        made = [json.loads(line) for line in gzip.decompress(data).decode().splitlines()]
        counts = Counter((task["language"], task["kind"]) for task in made)
        for language in heldout_spans.LANGUAGES:
            for kind, (main, other) in heldout_slice.COUNTS.items():
                self.assertEqual(counts[language, kind], main if language in heldout_slice.MAIN else other)
        split = json.loads((heldout_spans.HERE / "split.json").read_text())
        keys = {f"{ecosystem}:{name}" for ecosystem, names in split["heldout"].items() for name in names}
        dev = {f"{ecosystem}:{name}" for ecosystem, names in split["dev"].items() for name in names}
        used = {heldout_slice.package_of(task["task_id"], sorted(keys, key=len, reverse=True))[0] for task in made}
        self.assertFalse(used & dev)
        listed = set(re.findall(r"^\| (\S+: \S+) +\|", (folder / "NOTICE.md").read_text(), re.M))
        self.assertEqual(listed, {key.replace(":", ": ") for key in used})
        for task in made:
            self.assertLessEqual(len(task["prompt"]), heldout_slice.BEFORE)
            self.assertLessEqual(len(task["suffix"]), heldout_slice.AFTER)


class Tokens(unittest.TestCase):
    tokenizer: Tokenizer

    @classmethod
    def setUpClass(cls) -> None:
        words = Counter(regex.findall(PATTERN, (CODE + "class HttpServer:\n\tdef run_all(self):\n") * 20))
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "tokenizer.json"
            path.write_text(json.dumps(train(words, 400)), "utf-8")
            cls.tokenizer = Tokenizer.load(path)

    def test_round_trip(self) -> None:
        for text in (CODE, "é😀漢字\r\n\t\tx  \n\n\n   y\u00a0\x00", "", "<|mask|> is text"):
            self.assertEqual(self.tokenizer.decode(self.tokenizer.encode(text)), text)

    def test_special_ids_come_first_and_are_never_forged(self) -> None:
        self.assertEqual([self.tokenizer.special[name] for name in SPECIAL], list(range(26)))
        self.assertEqual((self.tokenizer.special["<|mask|>"], self.tokenizer.language_token("python")), (5, 8))
        self.assertGreaterEqual(min(self.tokenizer.encode("<|mask|><|eof|>")), 26)

    def test_every_usual_indent_is_one_token(self) -> None:
        indents = ["\n" + " " * n for n in range(0, 25, 2)] + ["\n\n" + " " * n for n in (0, 4, 8, 12)]
        indents += ["\n\n" + "\t" * n for n in range(1, 4)]
        for indent in indents + ["\n" + "\t" * n for n in range(1, 7)]:
            self.assertEqual(len(self.tokenizer.encode(indent + "x")), 2, repr(indent))

    def test_pretokens_split_camel_case_and_digits(self) -> None:
        pieces = regex.findall(PATTERN, "getHTTPServer2 = 10")
        self.assertEqual(pieces, ["get", "HTTP", "Server", "2", " =", " ", "1", "0"])

    def test_indent_merges_are_distinct_tokens(self) -> None:
        merged = [left + right for left, right in indent_merges()]
        self.assertEqual(len(merged), len(set(merged)))


if __name__ == "__main__":
    unittest.main()

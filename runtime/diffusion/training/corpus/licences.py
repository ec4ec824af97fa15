"""Which licence a package carries, read from the package itself, and whether it is one of the five families we accept.

Accepted: MIT, BSD, Apache-2.0, ISC, PSF. Everything else is refused, also when it is permissive, so that the list of
notices that ships with the model stays short and certain.
"""

from __future__ import annotations

import fnmatch
import re
from dataclasses import dataclass
from typing import Any, Final

_FAMILY_BY_NAME: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"(mit|expat|x11)([-/ ](expat|like|style|license|licence|modern|\w+))?\Z"), "MIT"),
    (re.compile(r"(modified[- ])?bsd\b.*\Z"), "BSD"),
    (re.compile(r"[23]-clause[- ]bsd\Z"), "BSD"),
    (re.compile(r"(apache|asl)([- ]?(license|licence))?[,]?([- ]?(version )?2(\.0)?)?\Z"), "Apache-2.0"),
    (re.compile(r"isc([- ]licen[sc]e)?\Z"), "ISC"),
    (re.compile(r"(psf|python)([-. ](software[- ]foundation|license|like|2|2\.0|2\.\d(\.\d)?|v2))*\Z"), "PSF"),
)

_TEXT_MARKS: Final[tuple[tuple[str, str], ...]] = (
    ("PYTHON SOFTWARE FOUNDATION LICENSE", "PSF"),
    ("Apache License", "Apache-2.0"),
    ("Licensed Apache Version 2.0", "Apache-2.0"),
    ("Redistribution and use in source and binary forms", "BSD"),
    ("Permission is hereby granted, free of charge, to any person", "MIT"),
    ("Permission to use, copy, modify, and/or distribute this software for any purpose with", "ISC"),
    ("Permission to use, copy, modify, and distribute this software for any purpose with", "ISC"),
)

REFUSED_TEXT: Final = re.compile(
    r"GNU (Lesser |Library |Affero )?General Public|\b[AL]?GPL(v|-)?\d|Mozilla Public Licen|Artistic Licen"
    r"|Eclipse Public Licen|Creative Commons|CeCILL|Business Source Licen",
    re.I,
)


def family_of_name(name: str) -> str | None:
    """Family of one licence name such as ``BSD-3-clause`` or ``Expat``; None when it is not one of the five."""
    cleaned = re.sub(r"[~+_]", "-", name.strip().lower()).strip("-. ")
    if "gpl" in cleaned or cleaned.startswith("bsd-4") or cleaned.startswith("bsd-protection"):
        return None  # the advertising clause of 4-clause BSD is not a notice we want to carry
    for pattern, family in _FAMILY_BY_NAME:
        if pattern.fullmatch(cleaned):
            return family
    return None


def family_of_text(text: str) -> str | None:
    """Family a licence text belongs to by its fixed phrases, the first of them when there are several; None when
    there is none or a refused licence is named."""
    flat = " ".join(line.strip(" .*#") for line in text.splitlines())
    if REFUSED_TEXT.search(flat):
        # Python's own licence text speaks about the GPL ("GPL-compatible") without being under it.
        return "PSF" if "PYTHON SOFTWARE FOUNDATION LICENSE" in flat else None
    found = [(flat.find(mark), family) for mark, family in _TEXT_MARKS if mark in flat]
    return min(found)[1] if found else None


def family_of_expression(expression: str) -> str | None:
    """Family of an SPDX-like expression. ``A or B``: we choose an accepted one. ``A and B``: all must be accepted."""
    text = expression.strip().strip("()")
    options = re.split(r"\s+or\s+", text, flags=re.I)
    for option in options:
        parts = [family_of_name(part.strip("() ")) for part in re.split(r"\s+and\s+|,\s*", option, flags=re.I)]
        if parts and all(parts):
            return parts[0]
    return None


def npm_family(package_json: dict[str, Any]) -> tuple[str, str | None]:
    """Licence as written in a ``package.json`` and its family (None when refused or absent)."""
    value = package_json.get("license") or package_json.get("licence") or package_json.get("licenses")
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("type")
    if not isinstance(value, str):
        return "", None
    return value, family_of_expression(value)


@dataclass(frozen=True)
class DebianLicences:
    """What ``/usr/share/doc/<package>/copyright`` allows.

    name: the licence of ``Files: *`` as written. family: its family, None when the whole package is refused.
    refused: file patterns of the stanzas with another licence. only: where no stanza is about ``*``, the patterns of
    the accepted ones; all other files are refused.
    """

    name: str
    family: str | None
    refused: tuple[str, ...]
    only: tuple[str, ...] = ()

    def allows(self, path: str) -> bool:
        """Whether a file (path below dist-packages or the stdlib folder) is outside every refused stanza.

        Patterns name files of the source tree, which may put the package below ``src/`` or ``lib/``; a refused
        pattern therefore also matches without its first folders. That drops too much rather than too little.
        """
        if self.only and not any(fnmatch.fnmatchcase(path, pattern) for pattern in self.only):
            return False
        for pattern in self.refused:
            candidate = pattern
            while candidate:
                if fnmatch.fnmatchcase(path, candidate) or fnmatch.fnmatchcase(path, f"*/{candidate}"):
                    return False
                candidate = candidate.partition("/")[2] if candidate.count("/") > 1 else ""
        return True


def parse_debian_copyright(text: str) -> DebianLicences:
    """Read a Debian copyright file, in the machine-readable format (DEP-5) or as free text."""
    blocks = re.split(r"\n[ \t]*\n", text)
    if not re.match(r"\s*Format(-Specification)?:", text):
        # Free text may still carry stanzas that name the licence of single files; they are not about the rest.
        refused: list[str] = []
        rest: list[str] = []
        for block in blocks:
            fields = _fields(block)
            if "files" not in fields or not fields.get("license"):
                rest.append(block)
            elif family_of_expression(fields["license"].partition("\n")[0]) is None:
                refused += fields["files"].split()
        family = family_of_text("\n\n".join(rest))
        return DebianLicences(family or "free text", family, tuple(refused))
    stanzas = [_fields(block) for block in blocks]
    bodies = {s["license"].partition("\n")[0].strip().lower(): s["license"] for s in stanzas if "license" in s}
    default: tuple[str, str | None] | None = None
    refused = []
    accepted: list[tuple[str, str, list[str]]] = []  # name, family, patterns
    for stanza in stanzas:
        if "files" not in stanza:
            continue
        lines = stanza.get("license", "").strip().splitlines() or [""]
        name = lines[0].strip()  # a few files put the name on the line after "License:"
        family = family_of_expression(name) or (family_of_text(stanza["license"]) if len(lines) > 1 else None)
        if family is None and re.fullmatch(r"[\w.+-]+", name) and not re.search(r"gpl|mpl|public|cc-|cc0", name, re.I):
            family = family_of_text(bodies.get(name.lower(), ""))  # a private name for a known text
        patterns = stanza["files"].replace(",", " ").split()
        if "*" in patterns:
            default = name, family
        elif family is None:
            refused.extend(p.removeprefix("./") for p in patterns if not p.startswith("debian/"))
        elif patterns := [p.removeprefix("./") for p in patterns if not p.startswith("debian/")]:
            accepted.append((name, family, patterns))
    if default is None and accepted:
        only = tuple(pattern for _, _, patterns in accepted for pattern in patterns)
        return DebianLicences(accepted[0][0], accepted[0][1], tuple(refused), only)
    return DebianLicences(*(default or ("", None)), tuple(refused))


def _fields(block: str) -> dict[str, str]:
    """Fields of one RFC-822-like paragraph, names in lower case, continuation lines kept."""
    fields: dict[str, str] = {}
    key = ""
    for line in block.splitlines():
        if line[:1] in (" ", "\t"):
            if key:
                fields[key] += "\n" + line.strip()
        elif ":" in line:
            key, _, value = line.partition(":")
            key = key.strip().lower()
            fields[key] = value.strip()
    return fields

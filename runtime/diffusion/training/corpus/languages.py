"""The one table of languages: token name, file extensions, comment syntax.

The language tokens of the tokenizer, the extensions and what is collected from which kind of package come from here.
"""

from __future__ import annotations

from typing import Final

EXTENSIONS: Final[dict[str, str]] = {
    ".py": "python", ".pyi": "python",
    ".ts": "typescript", ".tsx": "typescript", ".mts": "typescript", ".cts": "typescript",
    ".js": "javascript", ".jsx": "javascript", ".mjs": "javascript", ".cjs": "javascript",
    ".go": "go",
    ".rs": "rust",
    ".java": "java",
    ".c": "c", ".h": "c",
    ".cc": "cpp", ".cpp": "cpp", ".cxx": "cpp", ".hpp": "cpp", ".hh": "cpp",
}

COLLECTED: Final[dict[str, frozenset[str]]] = {
    "npm": frozenset({"typescript", "javascript"}),
    "debian": frozenset({"python", "go", "rust"}),
    "debian-source": frozenset({"go", "rust", "java", "c", "cpp"}),
}
"""Languages that are read from each kind of package. A package's bindings for other languages are left out."""

LANGUAGE_TOKENS: Final[tuple[str, ...]] = (
    "other", "python", "typescript", "javascript", "go", "rust", "java", "c", "cpp", "csharp", "php", "ruby",
    "shell", "html", "css", "json", "yaml", "markdown", "sql",
)
"""Order of the ``<|lang:...|>`` tokens; part of the model's format, so append only."""


def language_of(path: str) -> str | None:
    """Language of a file by its extension, or None when the extension is unknown."""
    dot = path.rfind(".")
    return EXTENSIONS.get(path[dot:].lower()) if dot > path.rfind("/") else None

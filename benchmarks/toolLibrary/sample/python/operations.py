"""What touches the world: none of this may be run to be compared."""

import json
import os
import random
import string
import subprocess
import time
import urllib.request
from datetime import date


def today() -> str:
    """Today's date as YYYY-MM-DD."""
    return date.today().isoformat()


def current_date() -> str:
    """Date of today in ISO form."""
    return date.today().isoformat()


def timestamp() -> float:
    """Seconds since 1970."""
    return time.time()


def random_token(length: int) -> str:
    """Random token of letters and digits."""
    return "".join(random.choice(string.ascii_letters + string.digits) for _ in range(length))


def random_code(length: int) -> str:
    """Random code of letters and digits of a length."""
    alphabet = string.ascii_letters + string.digits
    return "".join(random.choice(alphabet) for _ in range(length))


def read_json(path: str) -> object:
    """Read a JSON file."""
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def load_json(file_name: str) -> object:
    """Load the content of a JSON file."""
    with open(file_name, encoding="utf-8") as file:
        return json.loads(file.read())


def append_line(path: str, line: str) -> None:
    """Append a line to a log file."""
    with open(path, "a", encoding="utf-8") as file:
        file.write(line + "\n")


def fetch_text(address: str) -> str:
    """Fetch a text over HTTP."""
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read().decode("utf-8")


def git_branch(folder: str) -> str:
    """Name of the Git branch of a folder."""
    return subprocess.run(
        ["git", "branch", "--show-current"], cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()


def environment_variable(name: str) -> str:
    """Value of an environment variable, empty where it is not set."""
    return os.environ.get(name, "")

"""Tools that reach outside: files, clock, chance, network, programs."""
import os
import random
import subprocess
import time
import urllib.request


def read_file_text(path: str) -> str:
    """Text of a file."""
    with open(path, encoding="utf-8") as file:
        return file.read()


def load_text(file_name: str) -> str:
    """Load the whole text of a file."""
    return open(file_name).read()


def append_note(path: str, note: str) -> None:
    """Append a note to a file."""
    with open(path, "a", encoding="utf-8") as file:
        file.write(note + "\n")


def files_of_folder(folder: str) -> list[str]:
    """Names of the files in a folder."""
    return sorted(os.listdir(folder))


def seconds_since(start: float) -> float:
    """Seconds that have passed since a moment."""
    return time.time() - start


def roll_dice(sides: int) -> int:
    """Number of a die that is rolled."""
    return random.randint(1, sides)


def draw_winner(names: list[str]) -> str:
    """Winner of a raffle, drawn by chance."""
    return random.choice(names)


def fetch_page(url: str) -> str:
    """Text of a web page."""
    with urllib.request.urlopen(url) as answer:
        return answer.read().decode()


def run_program(words: list[str]) -> str:
    """What a program prints."""
    return subprocess.run(words, capture_output=True, text=True).stdout


def shuffled(values: list[int]) -> list[int]:
    """Numbers in an order by chance."""
    copy = list(values)
    random.shuffle(copy)
    return copy

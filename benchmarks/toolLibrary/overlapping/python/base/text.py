import itertools
import string


def word_count(text: str) -> int:
    """Number of words in a text."""
    return len(text.split())


def reverse_words(text: str) -> str:
    """Words of a text in reverse order, one space between them."""
    return " ".join(reversed(text.split()))


def is_palindrome(text: str) -> bool:
    """Tell whether letters and digits of a text read the same backwards."""
    kept = [character.lower() for character in text if character.isalnum()]
    return kept == kept[::-1]


def count_vowels(text: str) -> int:
    """Number of vowels in a text."""
    return sum(character in "aeiou" for character in text.lower())


def snake_case(text: str) -> str:
    """Lower-case words of a text joined by underscores."""
    return "_".join(text.lower().split())


def caesar(text: str, shift: int) -> str:
    """Text with each letter moved along the alphabet."""
    moved = []
    for character in text:
        if character in string.ascii_lowercase:
            moved.append(string.ascii_lowercase[(ord(character) - 97 + shift) % 26])
        elif character in string.ascii_uppercase:
            moved.append(string.ascii_uppercase[(ord(character) - 65 + shift) % 26])
        else:
            moved.append(character)
    return "".join(moved)


def is_anagram(first: str, second: str) -> bool:
    """Tell whether two texts have the same letters in another order."""
    return sorted(first.lower()) == sorted(second.lower())


def most_common_word(text: str) -> str:
    """Most frequent word of a text in lower case, the first of the alphabet where several are."""
    words = text.lower().split()
    if not words:
        raise ValueError("no words")
    return min(set(words), key=lambda word: (-words.count(word), word))


def acronym(text: str) -> str:
    """First letters of the words of a text as capitals."""
    return "".join(word[0].upper() for word in text.split())


def truncate(text: str, length: int) -> str:
    """Text of at most so many characters, with three dots where it was cut."""
    if length < 3:
        raise ValueError("there is no room for the dots")
    return text if len(text) <= length else text[: length - 3] + "..."


def longest_word(text: str) -> str:
    """Longest word of a text, the first of several."""
    return max(text.split(), key=len, default="")


def hamming_distance(first: str, second: str) -> int:
    """Number of places at which two texts of one length differ."""
    if len(first) != len(second):
        raise ValueError("the texts differ in length")
    return sum(a != b for a, b in zip(first, second))


def edit_distance(first: str, second: str) -> int:
    """Least number of single-character edits that turn one text into another."""
    row = list(range(len(second) + 1))
    for at, a in enumerate(first, 1):
        last, row[0] = row[0], at
        for to, b in enumerate(second, 1):
            last, row[to] = row[to], min(row[to] + 1, row[to - 1] + 1, last + (a != b))
    return row[-1]


def run_length_encode(text: str) -> str:
    """Each run of one character as the character and its length."""
    return "".join(f"{character}{len(list(run))}" for character, run in itertools.groupby(text))


def mask_all_but_last(text: str, visible: int) -> str:
    """Text with stars for all but the last characters."""
    if visible < 0:
        raise ValueError("visible is negative")
    hidden = max(0, len(text) - visible)
    return "*" * hidden + text[hidden:]

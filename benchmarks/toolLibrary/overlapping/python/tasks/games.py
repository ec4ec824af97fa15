import math
import re
from collections import Counter


def distance_to_target(x: float, y: float, target_x: float, target_y: float) -> float:
    """Straight distance of a player to the point of a target on the plane."""
    return math.dist((x, y), (target_x, target_y))


def steps_to_target(x: float, y: float, target_x: float, target_y: float) -> float:
    """Distance of a player to the point of a target where no diagonal steps are allowed."""
    return abs(target_x - x) + abs(target_y - y)


def yoda_words(sentence: str) -> str:
    """Sentence of a game figure that says all words in reverse order."""
    result = ""
    for word in sentence.split():
        result = word if result == "" else word + " " + result
    return result


def reads_both_ways(text: str) -> bool:
    """Whether a text reads the same backwards, by its letters and digits alone."""
    letters = [each for each in text.lower() if each.isalnum()]
    return all(letters[at] == letters[-1 - at] for at in range(len(letters) // 2))


def vowel_points(word: str) -> int:
    """Points of a word in a game: the number of its vowels."""
    return len(re.findall("[aeiou]", word, re.IGNORECASE))


def same_letters(word: str, other: str) -> bool:
    """Whether two words consist of the same letters in any order."""
    return Counter(word.lower()) == Counter(other.lower())


def best_scrabble_word(words: str) -> str:
    """Longest of the words in a text, the first of several as long."""
    ranked = sorted(words.split(), key=lambda word: -len(word))
    return ranked[0] if ranked else ""


def players_from(players: list[str], places: int) -> list[str]:
    """Players in their order, beginning so many places later; those before come last."""
    return [players[(at + places) % len(players)] for at in range(len(players))]


def merge_card_piles(pile: list[int], other: list[int]) -> list[int]:
    """Cards of two piles in one rising pile."""
    rest = sorted(other)
    merged = []
    for card in sorted(pile):
        while rest and rest[0] < card:
            merged.append(rest.pop(0))
        merged.append(card)
    return merged + rest

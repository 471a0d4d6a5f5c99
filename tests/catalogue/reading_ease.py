"""How hard a text is to read: the Flesch-Kincaid grade, counted a little on the strict side."""

import re

import pyphen

SENTENCE_END = re.compile(r"[.!?](?:\s+|$)")
WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
VOWELS = re.compile(r"[aeiouy]+")
SILENT = re.compile(r"(?<![aeiouy])(?:e|es|ed)$")
SAID = re.compile(r"(?:[^aeiouy]le|les|[td]ed|(?:[sxz]|[cs]h|[cg])es)$")
HYPHENS = pyphen.Pyphen(lang="en_US", left=1, right=2)
# What has no plainer name, and the plain word that is measured in its place.
PROPER = {
    "osteoporosis": "illness",
    "levothyroxine": "tablet",
    "alendronate": "tablet",
    "ibandronate": "tablet",
    "aromatase inhibitors": "tablets",
    "aromatase inhibitor": "tablet",
    "isoflavones": "soy stuff",
    "polyphenols": "plant stuff",
    "homocysteine": "substance",
    "lactobacillus and bifidobacterium": "live bacteria",
    "physiotherapist": "doctor",
    "pharmacist": "doctor",
    "dietitian": "doctor",
    "oncologist": "doctor",
    "magnesium": "zinc",
    "calcium": "zinc",
    "vitamin": "zinc",
    "world health organization": "world health group",
}


def grade(text: str) -> float:
    """The school grade that can read it: the formula of Kincaid and others, 1975."""
    words = [word for sentence in sentences(text) for word in words_of(sentence)]
    syllables = sum(syllables_of(word) for word in words)
    return 0.39 * len(words) / len(sentences(text)) + 11.8 * syllables / len(words) - 15.59


def sentences(text: str) -> list[str]:
    """The sentences of a text, those without a word left out."""
    return [part for part in SENTENCE_END.split(text) if words_of(part)]


def words_of(sentence: str) -> list[str]:
    """Words and numbers, lower case; "whole-grain" and "1,000" are one each."""
    return WORD.findall(plain(sentence))


def plain(text: str) -> str:
    """The text with what has no plainer name replaced."""
    text = text.lower()
    for name, word in PROPER.items():
        text = re.sub(rf"\b{name}\b", word, text)
    return text


def syllables_of(word: str) -> int:
    """The larger of two counts, places to hyphenate and groups of vowels; a number is one."""
    if word[0].isdigit():
        return 1
    groups = len(VOWELS.findall(word))
    if SILENT.search(word) and not SAID.search(word):
        groups -= 1
    return max(1, groups, len(HYPHENS.positions(word)) + 1)

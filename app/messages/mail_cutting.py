"""What she wrote herself in a mail: without what it quotes, signatures, a greeting and a closing.

Precision before recall: from the first line that looks quoted all is left out, and what leads up to it. An
answer below the quotation is therefore not seen, and she is asked to write above it.
"""

import re
from collections.abc import Sequence

from app.messages import mail_phrases

# Stands in the line above which she writes; three of them, however a program spaces or wraps the line.
MARK = "~ ~ ~"

_MARKED = re.compile(r"~\s*~\s*~")
_RULE = re.compile(r"[-_=–—*]{5,}$")
_TITLED_RULE = re.compile(r"[-_=–—*]{2,}\s?\S.{0,80}?\s?[-_=–—*]{2,}$")
_SIGNATURE = re.compile(r"(--|–|—)$")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00]")
_SPACES = re.compile(r"[^\S\r\n]+")
# A year, a time of day or an address: such a line tells when and by whom something was written.
_DATED = re.compile(r"\b20\d\d\b|\b\d{1,2}[:.h]\d\d\b|@")
_ENDS_OF_LEADS = (":", "：")
# No line that leads to a quotation is longer, and nothing that far down is an answer.
_LONGEST_LEAD = 400
_LONGEST_TEXT = 20_000
_MOST_WRAPPED = 4
_MOST_AFTER_CLOSING = 5


def own_words(text: str, *, names: Sequence[str] = ()) -> str:
    """What is hers of a mail's text, line by line; empty when nothing is.

    ``names`` are what she may sign with: such a line at the end is left out.
    """
    lines = [_clean(line) for line in _SPACES.sub(" ", text[:_LONGEST_TEXT]).splitlines()]
    end = next((at for at in range(len(lines)) if _begins_quote(lines, at)), None)
    kept = lines if end is None else _without_lead(lines[:end])
    kept = kept[: next((at for at, line in enumerate(kept) if _begins_signature(line)), len(kept))]
    return "\n".join(_without_courtesy(_stripped(kept), names)).strip()


def _clean(line: str) -> str:
    """A line without what cannot be seen, and without the stars of a bold or slanted one."""
    plain = _INVISIBLE.sub("", line).strip()
    is_slanted = len(plain) > 2 and plain[0] == plain[-1] and plain[0] in "*_" and plain[1].isalpha()
    return plain.strip("*_ ") if is_slanted else plain


def _begins_quote(lines: Sequence[str], at: int) -> bool:
    line = lines[at]
    if _MARKED.search(line) or line.startswith((">", "|")) or mail_phrases.FORWARDED.match(line):
        return True
    if len(line) <= _LONGEST_LEAD and (_RULE.match(line) or _TITLED_RULE.match(line)):
        return True
    return _begins_headers(lines, at) or _leads_to_quote(lines, at)


def _begins_headers(lines: Sequence[str], at: int) -> bool:
    """Whether a block of headers begins here: who wrote and when, in either order."""
    line, *after = [each.replace("*", "") for each in lines[at : at + 4]]
    if mail_phrases.NEXT_HEADER.match(line):
        return bool(after) and mail_phrases.FROM.match(after[0]) is not None
    if not mail_phrases.FROM.match(line):
        return False
    return "@" in line or any(mail_phrases.NEXT_HEADER.match(each) for each in after)


def _leads_to_quote(lines: Sequence[str], at: int) -> bool:
    """Whether "On … wrote:" or its like begins here, in a language we know or with an address and a date."""
    line = lines[at]
    if not ("@" in line or mail_phrases.BEGINS_OPENING.match(line)):
        return False
    for count in range(1, _MOST_WRAPPED + 1):
        joined = " ".join(lines[at : at + count])
        if len(joined) > _LONGEST_LEAD:
            return False
        if joined.endswith(_ENDS_OF_LEADS):
            is_unknown = "@" in joined and len(_DATED.findall(joined)) > 1
            return is_unknown or mail_phrases.OPENING.match(joined) is not None
    return False


def _without_lead(lines: Sequence[str]) -> list[str]:
    """Without what leads up to the quotation right below it, in words we do not know."""
    kept = _stripped(lines)
    if kept and kept[-1].endswith(_ENDS_OF_LEADS):
        kept.pop()
        while kept and _DATED.search(kept[-1]):
            kept.pop()
    return kept


def _begins_signature(line: str) -> bool:
    return _SIGNATURE.match(line) is not None or mail_phrases.BY_PROGRAM.match(line) is not None


def _stripped(lines: Sequence[str]) -> list[str]:
    """Without empty lines at either end."""
    full = [at for at, line in enumerate(lines) if line]
    return list(lines[full[0] : full[-1] + 1]) if full else []


def _without_courtesy(lines: list[str], names: Sequence[str]) -> list[str]:
    """Without a greeting line, a closing with what follows it, and her name at the end; never all of it."""
    if len(lines) > 1 and mail_phrases.GREETING.match(lines[0]):
        lines = _stripped(lines[1:])
    for at, line in enumerate(lines):
        if at and mail_phrases.CLOSING.match(line) and _is_end(lines[at + 1 :]):
            lines = _stripped(lines[:at])
            break
    signed = {part.casefold() for name in names for part in (name, *name.split()[:1])}
    while len(lines) > 1 and lines[-1].strip(" ,.!-–—").casefold() in {*signed, ""}:
        lines = lines[:-1]
    return lines


def _is_end(after: Sequence[str]) -> bool:
    """Whether nothing to record can follow a closing: some lines without a figure."""
    said = [line for line in after if line]
    return len(said) <= _MOST_AFTER_CLOSING and not any(map(str.isdigit, "".join(said)))

"""The words of a mail: its plain part, or its HTML part as plain text, without what it quotes there."""

import re
from email.message import EmailMessage, MIMEPart
from html.parser import HTMLParser

# What quoting begins with in the plain text made of HTML; mail_cutting ends there.
QUOTED = "> "
NEWLINE_AFTER = frozenset(
    [
        "address",
        "br",
        "div",
        "dd",
        "dl",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
UNSEEN = frozenset({"head", "script", "style", "template", "title"})
# Ids and classes that programs give to what they quote, and to signatures; Outlook writes x_ before them.
QUOTES = frozenset(
    [
        "appendonsend",
        "divrplyfwdmsg",
        "gmail_quote",
        "gmail_quote_container",
        "gmail_attr",
        "isforwardcontent",
        "aol_quote",
        "mail-editor-reference-message-container",
        "moz-cite-prefix",
        "moz-forward-container",
        "gmx_quote",
        "yahoo_quoted",
        "ms-outlook-mobile-reference-message",
        "outlookmessageheader",
        "protonmail_quote",
        "tutanota_quote",
        "zmail_extra",
    ]
)
SIGNATURES = frozenset(
    [
        "gmail_signature",
        "gmail_signature_prefix",
        "moz-signature",
        "ms-outlook-mobile-signature",
        "protonmail_signature_block",
    ]
)
SPACE = re.compile(r"\s+")
TAG = re.compile(r"<[^>]*>")


def text_of(message: EmailMessage) -> str:
    """The words she wrote and what hangs below them; attachments are left out.

    May raise anything on a malformed message: its reader looks to that.
    """
    for kind in ("plain", "html"):
        part = message.get_body(preferencelist=(kind,))
        text = _content_of(part) if part is not None else ""
        if text.strip():
            return text if kind == "plain" else text_of_html(text)
    return ""


def _content_of(part: MIMEPart) -> str:
    raw = part.get_payload(decode=True)
    data = raw if isinstance(raw, bytes) else b""
    text = _decoded(data, part.get_content_charset("utf-8"))
    if part.get_param("format", "") == "flowed":
        return _unfolded(text)
    return text


def _decoded(data: bytes, charset: str) -> str:
    """The text of some bytes: in the charset they say, else in UTF-8, and what is neither as Latin-1."""
    for name in (charset, "utf-8"):
        try:
            return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1")


def _unfolded(text: str) -> str:
    """Lines of format=flowed put together again (RFC 3676); "-- " is a line of its own."""
    lines: list[str] = []
    is_open = False
    for line in text.splitlines():
        is_plain = not line.startswith(">") and line != "-- "
        if is_open and is_plain:
            lines[-1] += line.removeprefix(" ")
        else:
            lines.append(line.removeprefix(" "))
        is_open = is_plain and line.endswith(" ")
    return "\n".join(lines)


def text_of_html(html: str) -> str:
    """HTML as lines of words, up to where it begins to quote. Never raises."""
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError, RecursionError):
        return SPACE.sub(" ", TAG.sub(" ", html))  # the parser of the standard library asserts on some markup
    return "".join(reader.parts)


class _Reader(HTMLParser):
    """Gathers words and line ends; from the first quotation on it gathers nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0
        self.is_over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A line end before a block; the end of it all at a quotation or a signature."""
        if self.is_over:
            return
        given = dict(attrs)
        names = {each.removeprefix("x_") for each in _names(given)}
        if tag == "blockquote" or names & QUOTES or (tag == "hr" and given.get("tabindex") == "-1"):
            self._end(f"\n{QUOTED}\n")
        elif names & SIGNATURES:
            self._end("\n--\n")
        elif tag in UNSEEN:
            self.unseen += 1
        elif tag in NEWLINE_AFTER:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """A line end after a block."""
        if tag in UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag in NEWLINE_AFTER and tag != "br" and not self.is_over:
            self._break()

    def handle_data(self, data: str) -> None:
        """Words, with their space as a browser would show it."""
        if not self.is_over and not self.unseen:
            self.parts.append(SPACE.sub(" ", data))

    def _break(self) -> None:
        self.parts.append("\n")

    def _end(self, sign: str) -> None:
        self.parts.append(sign)
        self.is_over = True


def _names(given: dict[str, str | None]) -> set[str]:
    return set(f"{given.get('id') or ''} {given.get('class') or ''}".lower().split())

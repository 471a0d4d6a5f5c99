"""The words of a mail: its plain part, or its HTML part as plain text, without what it quotes there."""

import codecs
import re
from email.message import EmailMessage, MIMEPart
from html import unescape

# What quoting begins with in the plain text made of HTML; mail_cutting ends there.
QUOTED = "> "
SIGNED = "--"
BLOCKS = frozenset(
    [
        "address",
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
# What Python can decode and no mail is written in; some take very long.
NO_CHARSETS = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined", "mbcs", "oem"}
)
LONGEST_HTML = 100_000
LONGEST_TAG = 2000
COMMENT = "<!--"
# Own, since html.parser of Python 3.11 takes 155 seconds for 100,000 characters of "<a ".
TOKEN = re.compile(r"<!--|<(?P<slash>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9:-]{0,30})(?P<given>[^<>]*)>|<[!?/][^<>]*>")
ATTRIBUTE = re.compile(r"(?<![\w-])(id|class|tabindex)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+)", re.IGNORECASE)
SPACE = re.compile(r"\s+")


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
            if codecs.lookup(name).name not in NO_CHARSETS:
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
    """HTML as lines of words, up to where it begins to quote. Never raises, and looks at each place once."""
    html = html[:LONGEST_HTML]
    parts: list[str] = []
    at = 0
    while (found := TOKEN.search(html, at)) is not None:
        if at < found.start():
            parts.append(_words(html[at : found.start()]))
        sign = _sign_of(found)
        if sign is not None:
            return "".join([*parts, sign])
        tag = _tag_of(found)
        if tag == "br" or (tag in BLOCKS and parts[-1:] != ["\n"]):
            parts.append("\n")
        at = _end_of(found, html)
    return "".join([*parts, _words(html[at:])])


def _words(html: str) -> str:
    """Words between two tags, with their space as a browser would show it."""
    return SPACE.sub(" ", unescape(html))


def _tag_of(found: re.Match[str]) -> str:
    return (found["tag"] or "").lower()


def _sign_of(found: re.Match[str]) -> str | None:
    """What stands for a quotation or a signature that begins here."""
    if found["slash"] or not found["tag"]:
        return None
    given = {
        name.lower(): value.strip("\"'") for name, value in ATTRIBUTE.findall(found["given"][:LONGEST_TAG])
    }
    words = f"{given.get('id', '')} {given.get('class', '')}".lower().split()
    names = {word.removeprefix("x_") for word in words}
    is_rule = _tag_of(found) == "hr" and given.get("tabindex") == "-1"
    if is_rule or _tag_of(found) == "blockquote" or names & QUOTES:
        return f"\n{QUOTED}\n"
    return f"\n{SIGNED}\n" if names & SIGNATURES else None


def _end_of(found: re.Match[str], html: str) -> int:
    """Where the words go on: behind a comment, a style and the like, or this tag."""
    if found.group() == COMMENT:
        end = html.find("-->", found.end())
        return len(html) if end < 0 else end + len("-->")
    tag = _tag_of(found)
    if tag in UNSEEN and not found["slash"]:
        closing = re.compile(f"</{tag}", re.IGNORECASE).search(html, found.end())
        return found.end() if closing is None else closing.start()
    return found.end()

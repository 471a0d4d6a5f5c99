"""The words of a text and what they are for: kind, idle, turning a meaning round, or a stop."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

# A text has no more characters than this.
LONGEST = 1600
THUMB, CROSS = "👍", "✗"
_WORD = re.compile(r"[^\W\d_]+")


def word_set(words: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(words.split())


CARRIER_STOP = word_set("stop stopall unsubscribe cancel end quit revoke optout")
UNDO_COMPANY = word_set("that it this last the my answer oops sorry please")
COURTESY = word_set(
    "dear love please pls plz thanks thank you bonny now immediately hi hello kindly just ok bitte danke "
    "por favor gracias svp sil vous te plait merci "
)

EVERYTHING = word_set("all everything everythings both")
DONE = word_set("d done finished completed taken")
EATEN = word_set("ate eaten eat eating")
AND = word_set("and n plus")
# Said to be kind; alone they need no answer, beside an answer they change nothing.
_KIND = word_set(
    "thanks thank thankyou thx tx ty ok okay hi hello hey good morning afternoon evening bonny dear great "
    "gracias danke merci"
)
# Kind when nothing else is said; beside an answer they are not understood ("I love prunes").
_KIND_ALONE = _KIND | word_set(
    "love lovely nice welcome bless bye night goodnight lol haha cool wonderful perfect kind sweet xx xxx xo "
    "xoxo got"
)
_KIND_COMPANY = word_set("you u too it so much very the a for that is and have day your reminder to")
IDLE = _KIND | word_set(
    "i had did do my have took today please pls a an the of drank just now so also too already im ive am "
    "was were been went for at breakfast lunch dinner number numbers only about yes yep yeah our we got "
    "it them you "
)
# Words and names that in another language, or in their plural, would be a plant.
NO_PLANTS = word_set(
    "then name names series upon miles lines rain chain mate mates roman sweden begun teen khan til chan "
    "papa te chile manga tories roma tiles val akin uni unis lima linen nora kappa moran semen hinges "
    "laos romero anon sem mani granada grenade grenades chico moths tori tamara bette sera linn teh toot "
    "hobo oates sato chas loomis tes gabi mais seb anu anus mohan dost laing dodo poi dales milos milo "
    "tama melissa tee tees lin rai miss may "
)
# Words that open a sentence which denies, so that "prunes 4, no walk" is clear about the prunes.
DENIALS = word_set("no not didnt dont havent hasnt couldnt cant cannot wasnt never skipped missed forgot")
# What a supplement is taken as, behind its name: "my vit d tablet".
FORMS = word_set("pill pills tablet tablets capsule capsules drops")
# Words that begin where, or with whom, something was done.
COMPANY = word_set("with in round around along through on by outside to up near")
# Words that open a sentence of its own about what was not, or is still to be done.
OPENERS = word_set(
    "no didnt dont havent hasnt couldnt cant cannot wasnt never skipped missed forgot unable will gonna "
    "going hope hoping plan planning wont "
)
# Words that say nothing of what was said before, when they stand in a sentence of their own.
HARMLESS = word_set("sick ill away open start week ago need want wanted when why help sunday saturday")
# Words that begin a correction of what was just said.
CORRECTING = word_set("sorry sory mean meant oops whoops actually rather correction")
# Words that take back or change what was said before.
POINTING_BACK = word_set(
    "but except wrong mistake instead minus without actually wait sorry rather undo only"
)
# Words that may turn round everything said before and after them, so nothing of the message is recorded:
# denying, other days, what is only planned, commands of a later version, and the words of our own texts.
TURNING = DENIALS | word_set(
    "doesnt wont wouldnt shouldnt isnt arent hadnt aint nope nah none nothing nor neither except but "
    "without unable minus instead wrong mistake skip miss forget unless almost nearly hardly barely "
    "yesterday tomorrow tonight later yet last ago week mon monday tue tues tuesday wed weds wednesday "
    "thu thur thurs thursday fri friday saturday sunday will ill gonna going plan planning try trying "
    "tried think thought guess probably perhaps possibly suppose believe remember want wanted need "
    "should would could might may maybe if when until till why what whats which how undo pause resume "
    "stop cancel delete remove change start help snooze sick away open reply "
)
# A question about the answer, a "one" that is not the number, the beginnings of our own texts.
_DOUBTFUL = re.compile(
    r"\b(?:did|have|had|do|am) (?:i|we|you)\b|\b(?:the|my|good) one\b|\b(?:bonny|got it):"
    r"|\b(?:\d+|one|two|three|four|five) of (?:them|these|those|us|the (?:\d+|two|three|four|five|list))\b"
)

_TEXTS = "texts?|texting|messages?|messaging|msgs?|sms|reminders?|mensajes|nachrichten|notifications?"
_STRONG = (
    "stop(?: stop)*|stopp|stoppen|stopall|cease|unsubscribed?|unsuscribe|optout|opt out|parar|pare|para|alto"
    "|baja|(?:quiero )?dar(?:me)? de baja|detener|basta|cancelar|anular|abmelden|abbestellen|schluss"
    "|aufhoren(?: mir zu schreiben)?|(?:horen sie|hor) auf(?: mir zu schreiben)?|arret|arreter|arretez"
    "|(?:me )?desabonner|desabonnez moi|desinscrire|desinscription"
)
_WISH = (
    "(?:(?:no|ok|well|oh) )?(?:(?:i )?(?:want to|want you to|would like to|can|could|quiero|mochte|ich will"
    "|ich mochte|je veux) )?"
)
_SMALL = (
    "it|this|that|these|those|the|your|my|me|all|any|more|anymore|sending|reminding|contacting|bothering"
    "|writing|from|of|to|mich|mir|la"
)
_REST = rf"(?: (?:{_SMALL}|{_TEXTS}))*"
_NONE_OF = (
    "no|no more|no mas|no quiero(?: recibir)?(?: mas)?|plus de|ne plus (?:recevoir|envoyer)(?: de)?"
    "|je ne veux plus(?: de)?|(?:ich (?:will|mochte) )?keine"
)
_STOP_SENTENCE = re.compile(
    rf"{_WISH}(?:{_STRONG}){_REST}|(?:{_NONE_OF}) (?:{_TEXTS})(?: mehr)?{_REST}"
    rf"|(?:dont|do not|never) (?:(?:text|message|contact|write)(?: to)?|bother me){_REST}(?: again)?"
    rf"|(?:dont|do not|never) send (?:me )?(?:any |more )*(?:{_TEXTS}){_REST}"
    rf"|(?:i )?(?:dont|do not|no longer) want (?:to (?:get|receive|have) )?(?:any )?(?:more )?"
    rf"(?:these|those|them|this|(?:{_TEXTS})){_REST}"
    rf"|(?:delete|remove|forget) my number|schreiben sie mir nicht mehr|(?:mir )?nicht mehr schreiben"
    rf"|no me (?:mande[ns]?|envie[ns]?|escriba[ns]?)(?: mas)?(?: (?:{_TEXTS}))?"
    rf"|(?:deja|deje|dejen) de (?:escribirme|mandarme|enviarme)(?: (?:{_TEXTS}))?"
    r"|(?:arretez|arreter|cessez) de (?:menvoyer|me envoyer|mecrire)(?: (?:des|de|vos|ces))?"
    rf"(?: (?:{_TEXTS}))?|ne mecrivez plus|(?:ne )?nenvoyez plus(?: (?:de|des))?(?: (?:{_TEXTS}))?"
    rf"|(?:(?:opt|sign) (?:me )?out|(?:take|get) (?:me )?off|remove me){_REST}(?: list)?|leave (?:me )?alone"
)
# These end texts only when they are all of it.
_STOP_ALONE = re.compile(
    r"(?:cancel|end|quit|revoke|terminar|finalizar|cancele|revocar|desuscribir(?:me)?)"
    rf"(?: (?:all|these|the|your|my|los|{_TEXTS}))*|enough|no more|go away"
)
_TAPBACK = re.compile(
    r"\s*(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned"
    r"|reacted .{1,20} to|removed an? .{1,40} from)\s+"
    r"(?:[\"'“”„«‘]|an? (?:image|photo|picture|video|message|attachment|sticker|movie|audio))"
    r"|\s*\W{1,6} to [\"“”]"
    # In any language: a few words, and then nothing but a quotation.
    r"|\s*(?:[^\W\d_]+ ){1,5}[“„«\"].{8,}[”“»\"]\s*$",
    re.IGNORECASE | re.DOTALL,
)

_AUTOMATIC = re.compile(
    r"do not disturb while driving|i['’]?m driving|driving with|i['’]?m not receiving notifications"
    r"|auto(?:matic|mated|-)[ -]?(?:reply|response)|out of (?:the )?office|can['’]?t talk (?:right )?now"
    r"|i['’]?ll call you (?:back )?later|this is an automated|call you right back",
    re.IGNORECASE,
)

# How a letter ends: nothing of it is meant for us.
_CLOSING = (
    r"have an? (?:\w+ ){1,2}?(?:day|evening|afternoon|weekend|night|one)|take care|god bless(?: you)?"
    r"|bless you|(?:best|kind|warm)? ?(?:regards|wishes)|lots of love|much love|love(?: from)?|yours"
    r"|speak soon|see you|xx+"
)
_SIGNED = re.compile(rf"(?:^|[\s,.!]+)(?:{_CLOSING})(?:[\s,.!]+(?:from )?[^\W\d_]+(?: [^\W\d_]+)?)?[\s.!]*$")

_KEYCAP = re.compile("([0-9])\ufe0f?\u20e3")
_SIGHTS = (
    (re.compile("🔟"), " 10 "),
    (re.compile("[👎❌🚫⛔✖✘❎]"), CROSS),
    (re.compile(r"\b(i|we)['’‘`´]ll\b", re.IGNORECASE), r"\1 will"),
    (re.compile("['’‘`´]"), ""),
)
_SPELLINGS = (
    (re.compile(r"\bi\.\s?u\b\.?"), "iu"),
    (re.compile(r"\b(done|finished) with\b"), r"\1"),
    (re.compile(r"\bthis (morning|afternoon|evening)\b"), r"\1"),
    (re.compile(r"(?<![\d,.])(\d{1,2}),(\d{1,2}),(?=\d{1,2}(?![\d.]))"), r"\1, \2, "),
)
_UNSEEN = frozenset({"Mn", "Me", "Cf", "Co", "Cs"})


def plain(text: str) -> str:
    """The text in lower case without accents, apostrophes and invisible marks; every digit one of 0-9.

    A digit in a box or a circle stands apart from its neighbours; a thumb down and every cross read "✗".
    What one sign stands for may be many letters: the end is cut off then.
    """
    text = _KEYCAP.sub(r" \1 ", text)
    for pattern, spelling in _SIGHTS:
        text = pattern.sub(spelling, text)
    text = "".join(f" {mark} " if unicodedata.category(mark) == "No" else mark for mark in text)
    text = unicodedata.normalize("NFKC", text)[:LONGEST].casefold()
    text = "".join(map(_plain_mark, unicodedata.normalize("NFKD", text)))
    for pattern, spelling in _SPELLINGS:
        text = pattern.sub(spelling, text)
    return text


def _plain_mark(mark: str) -> str:
    category = unicodedata.category(mark)
    if category == "Nd":
        return str(unicodedata.decimal(mark))
    return "" if category in _UNSEEN else mark


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The letters and digits alone of a text or name, plain: the key under which names are compared."""
    return "".join(filter(str.isalnum, plain(text)))


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name, plain, without digits."""
    return tuple(_WORD.findall(plain(name)))


def words(text: str, *, without: frozenset[str] = frozenset()) -> str:
    """The words of a plain text with one space between, no digits, no punctuation, none of the idle ones."""
    return " ".join(word for word in _WORD.findall(text) if word not in without)


def is_automatic(body: str) -> bool:
    """Whether a phone or a mailbox wrote this by itself."""
    return _AUTOMATIC.search(body) is not None


def is_tapback(body: str) -> bool:
    """Whether a phone sent this to say that she reacted to a message, quoting it."""
    return _TAPBACK.match(body) is not None


def is_stop(text: str) -> bool:
    """Whether a plain text, or one sentence in it, asks for no more texts in whatever words."""
    sentences = (text, *re.split(r"[.!\n]", text))
    return _asks(text, _STOP_ALONE) or any(_asks(sentence, _STOP_SENTENCE) for sentence in sentences)


def without_stop(body: str, into: Callable[[str], str] = plain) -> str:
    """What a text says beside its wish for no more texts; empty when that is all.

    ``into`` puts a part of it into plain words.
    """
    parts = [part.strip() for part in re.split(r"[.!\n]", body)]
    return "\n".join(part for part in parts if part and not _asks(into(part), _STOP_SENTENCE))


def _asks(sentence: str, pattern: re.Pattern[str]) -> bool:
    if any(map(str.isdigit, sentence)):
        return False
    return pattern.fullmatch(words(sentence, without=COURTESY)) is not None


def is_kind(text: str) -> bool:
    """Whether a plain text holds only kind words, or none at all; a digit, thumb or question is more."""
    return _is_kind(text) or _is_kind(unsigned(text))


def _is_kind(text: str) -> bool:
    said = frozenset(_WORD.findall(text))
    if any(mark.isdigit() or mark == "?" for mark in text):
        return False
    return bool(said & _KIND_ALONE and said <= _KIND_ALONE | _KIND_COMPANY) or not (said or THUMB in text)


def unquoted(body: str) -> str:
    """A text without the lines that quote another."""
    return "\n".join(line for line in body.split("\n") if not line.lstrip().startswith(">"))


def unsigned(text: str) -> str:
    """A plain text without the way it ends as a letter does: "Love, Margaret", "have a nice day"."""
    return _SIGNED.sub(" ", text)


def is_doubtful(text: str) -> bool:
    """Whether a plain text asks about itself ("did I do 3"), says "the one", or quotes a text of ours."""
    return _DOUBTFUL.search(text) is not None

"""The text provider's codes that say more than that one text did not arrive (see docs/reminders.md)."""

OPTED_OUT = "21610"
BAD_NUMBERS = frozenset({"21211", "21614", "30006"})
UNREACHABLE = frozenset({"30003", "30005", "30008"})
BLOCKING = frozenset({"401", "20003", "21408", "21606", "30034"})
# Found out only after the provider took the text, so that its taking one proves nothing.
BLOCKING_LATE = frozenset({"30034"})
TAKEN_FOR_SPAM = "30007"
PAST_VALIDITY = "30036"

"""The languages and ways of writing dates that Bonny offers."""

OFFERED = ("en_US", "en_GB", "en_CA", "en_AU", "en_IE", "en_NZ", "en_IN", "en_ZA")
FALLBACK = "en"

"""Contrast in light and dark, measured by axe: each kind of text once, however often it stands there.

Half of what axe does for a page is about its colours, and nearly all pages share their kinds of text. Of one
kind are texts that differ from <body> down in no tag, class or computed colour, ground, size or weight.
"""

from typing import Any, Literal

from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
# The enhanced rule asks 7:1 (4.5:1 of large text): what passes it passes the plain rule, which asks less.
RULES = ("color-contrast-enhanced", "link-in-text-block")
OPTIONS = {"preload": False, "resultTypes": ["violations"], "runOnly": {"type": "rule", "values": RULES}}
# One element of each kind of text, kept by its number until they are judged; the numbers come back.
KINDS = """() => {
  const kinds = new Map([[document.documentElement, 0]]);
  const found = window.kindsOfText = new Map();
  const hash = (seed, words) => {
    let [one, two] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ (seed / 4294967296)];
    for (let at = 0; at < words.length; at += 1) {
      const code = words.charCodeAt(at);
      one = Math.imul(one ^ code, 2654435761);
      two = Math.imul(two ^ code, 1597334677);
    }
    one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
    two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
    return 4294967296 * (2097151 & two) + (one >>> 0);
  };
  const letters = ["color", "fontSize", "fontWeight", "visibility", "textShadow"];
  const ground = ["backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode"];
  const place = ["display", "position"];
  for (const tag of [document.body, ...document.body.querySelectorAll("*")]) {
    const style = getComputedStyle(tag);
    const states = ["class", "type", "disabled", "aria-disabled"].map(name => tag.getAttribute(name));
    const looks = [...letters, ...ground, ...place].map(name => style[name]);
    const words = [tag.tagName, ...states, ...looks].join("|");
    const kind = hash(kinds.get(tag.parentElement), words);
    kinds.set(tag, kind);
    const hasText = [...tag.childNodes].some(node => node.nodeType === 3 && node.data.trim())
      || tag.matches("input, select, textarea");
    if (hasText && !found.has(kind)) found.set(kind, tag);
  }
  return [...found.keys()];
}"""
JUDGE = """async ([kinds, options]) =>
  (await axe.run({ include: kinds.map(kind => window.kindsOfText.get(kind)) }, options)).violations"""

_sound: dict[Scheme, set[int]] = {"light": set(), "dark": set()}


def judged(page: Page, scheme: Scheme) -> list[dict[str, Any]]:
    """What axe finds wrong with kinds of text that no page before has shown in this scheme."""
    page.emulate_media(color_scheme=scheme)
    new = set(page.evaluate(KINDS)) - _sound[scheme]
    if not new:
        return []
    found: list[dict[str, Any]] = page.evaluate(JUDGE, [sorted(new), OPTIONS])
    if not found:
        _sound[scheme] |= new
    return found

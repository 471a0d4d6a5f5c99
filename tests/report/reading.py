"""What a PDF says and how it is built, read with other libraries than the one that set it; and the files."""

import csv
import io
import zipfile
from collections.abc import Iterator

import pikepdf
import pypdf

from tests.economy import uncounted


@uncounted
def text_of(pdf: bytes) -> str:
    """The words of every page, white space folded."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def pages_of(pdf: bytes) -> int:
    """How many sheets it has."""
    return len(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def size_of(pdf: bytes) -> tuple[int, int]:
    """Width and height of the first sheet in points."""
    box = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    return round(box.width), round(box.height)


def point_sizes(pdf: bytes) -> dict[str, float]:
    """The size in points of each piece of text on the first sheet."""
    sizes: dict[str, float] = {}

    def note(text: str, _matrix: object, text_matrix: list[float], _font: object, size: float) -> None:
        for line in filter(None, map(str.strip, text.splitlines())):
            sizes[line] = round(abs(text_matrix[3]) * size, 1)

    pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text(visitor_text=note)
    return sizes


def elements_of(document: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every element of the structure tree."""
    waiting = [document.Root.StructTreeRoot.K]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(node)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield node
            if "/K" in node:
                waiting.append(node.K)


def fonts_of(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    """The descriptors of all fonts that any page names."""
    return [
        font.DescendantFonts[0].FontDescriptor
        for page in document.pages
        for font in page.Resources.Font.values()
    ]


def author_of(pdf: bytes) -> str:
    """Whom the document names as its author; empty for nobody."""
    found = pypdf.PdfReader(io.BytesIO(pdf)).metadata
    return (found.author or "") if found else ""


def below(element: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    """Every element below one of the structure tree, in the order they are read in."""
    children = element.get("/K", pikepdf.Array())
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from below(child)


def in_order(document: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every element of the structure tree, in the order they are read in."""
    root = document.Root.StructTreeRoot
    assert isinstance(root, pikepdf.Dictionary)
    yield from below(root)


def attribute(element: pikepdf.Dictionary, name: str) -> object:
    """An attribute of an element, whichever of its owners has it; None without."""
    held = element.get("/A", pikepdf.Array())
    owners = list(held) if isinstance(held, pikepdf.Array) else [held]
    return next(
        (owner[name] for owner in owners if isinstance(owner, pikepdf.Dictionary) and name in owner), None
    )


def files_of(content: bytes) -> dict[str, list[dict[str, str]]]:
    """The rows of each CSV file in a zip."""
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        return {name: rows_of(held.read(name)) for name in held.namelist()}


def rows_of(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file, as a program reads them."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))

"""What a chart library drew, as a piece of our pages: no style, script, name or address of its own is left in it.

Pages forbid styles within (Content-Security-Policy), and their colours change with the light: so the shapes keep
their classes, which `assets/scss/_charts.scss` knows, and all the rest goes. What a series is, a pattern says as well
as its colour; patterns are attributes, which no policy forbids.
"""

from collections.abc import Sequence

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
_KEPT = frozenset({"svg", "g", "path", "rect", "circle", "text"})
_ATTRIBUTES = frozenset(
    {"class", "d", "x", "y", "cx", "cy", "r", "width", "height", "transform", "text-anchor", "viewBox"}
)
_DRAWN_FOR_SCRIPTS = frozenset({"plot tooltip-overlay", "plot overlay"})
_TILES = (
    # One for each series after the first, which is plain: strokes on a ground of the series' colour.
    "M-2 6l8-8M0 8l8-8M4 10l8-8",
    "M2 .4a1.6 1.6 0 1 0 .01 0M6 4.4a1.6 1.6 0 1 0 .01 0",
)


def cleaned(drawn: bytes, key: str, label: str, marks: Sequence[str] = ()) -> str:
    """The drawing as an `svg` element for a page.

    Args:
        drawn: SVG as pygal writes it.
        key: a name that no other chart of the page has.
        label: what the picture says to who does not see it.
        marks: a class for each bar, in order.
    """
    root = etree.fromstring(
        drawn, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    )
    _strip(root)
    root.set("class", "chart")
    root.set("role", "img")
    root.set("aria-label", label)
    for bar, mark in zip(root.iterfind(f".//{{{SVG}}}g[@class='bar']"), marks, strict=False):
        bar.set("class", f"bar {mark}")
    _give_patterns(root, key)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode").strip()


def _strip(element: etree._Element) -> None:
    """Leave out what is not a shape or a text, and every attribute that is not its geometry or its class."""
    for child in list(element):
        if _name(child) not in _KEPT or child.get("class") in _DRAWN_FOR_SCRIPTS:
            element.remove(child)
        else:
            _strip(child)
    for name in set(map(str, element.attrib)) - _ATTRIBUTES:
        del element.attrib[name]


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _give_patterns(root: etree._Element, key: str) -> None:
    """A pattern to the shapes of each series but the first, in the drawing and in its legend."""
    for number, tile in enumerate(_TILES, start=1):
        shapes = [
            *root.iterfind(f".//{{{SVG}}}g[@class='series serie-{number} color-{number}']//{{{SVG}}}rect"),
            *root.iterfind(f".//{{{SVG}}}rect[@class='color-{number} reactive']"),
        ]
        if shapes:
            root.insert(0, _pattern(f"{key}-{number}", number, tile))
        for shape in shapes:
            shape.set("fill", f"url(#{key}-{number})")


def _pattern(name: str, number: int, tile: str) -> etree._Element:
    """Tiles of 8 units: https://www.w3.org/TR/SVG2/pservers.html#Patterns."""
    definitions = etree.Element(f"{{{SVG}}}defs")
    pattern = etree.SubElement(
        definitions, f"{{{SVG}}}pattern", id=name, width="8", height="8", patternUnits="userSpaceOnUse",
    )  # fmt: skip
    pattern.set("class", f"chart-tile color-{number}")
    etree.SubElement(pattern, f"{{{SVG}}}rect", width="8", height="8")
    etree.SubElement(pattern, f"{{{SVG}}}path", d=tile)
    return definitions

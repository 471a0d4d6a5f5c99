"""An address as a QR code: squares in an SVG, for the screen and for paper."""

import io

import segno

# As wide as the standard asks for; on a dark page the white around the squares is all that a camera has.
QUIET_ZONE = 4
DARK, LIGHT = "#000", "#fff"


def svg(text: str) -> str:
    """The code as an SVG element without a size of its own, dark squares on white whatever the theme.

    Its unit is one square, so that its width is the number of them. It says nothing to a screen reader:
    whoever shows it gives it a name.
    """
    drawn = io.BytesIO()
    segno.make_qr(text).save(
        drawn,
        kind="svg",
        xmldecl=False,
        nl=False,
        border=QUIET_ZONE,
        dark=DARK,
        light=LIGHT,
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return drawn.getvalue().decode()

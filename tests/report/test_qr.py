"""The picture of a link."""

import segno

from app.report import qr


def test_picture_has_its_quiet_zone_and_four_pixels_a_square_on_the_narrowest_phone():
    longest = f"https://{'x' * 60}/s/{'t' * 22}"
    drawn = qr.svg(longest)
    squares = segno.make_qr(longest).symbol_size(border=0)[0]
    assert f'viewBox="0 0 {squares + 8} {squares + 8}"' in drawn
    assert (320 - 2 * 14 - 2 * 20) / (squares + 8) > 4
    assert 'fill="#fff"' in drawn
    assert 'stroke="#000"' in drawn
    assert 'd="M4 4.5h7' in drawn

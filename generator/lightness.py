"""How light a colour is: relative luminance (WCAG 2.2) and L* (CIE 1976)."""

from __future__ import annotations

Rgb = tuple[int, int, int]


def luminance(rgb: Rgb) -> float:
    """Relative luminance of an sRGB colour (0 to 255 each), 0 to 1."""
    parts = [v / 255 for v in rgb]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def lightness(rgb: Rgb) -> float:
    """L* of an sRGB colour, 0 to 100."""
    y = luminance(rgb)
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def grey_as_light_as(rgb: Rgb) -> int:
    """The sRGB grey of the same luminance, 0 to 255."""
    y = luminance(rgb)
    return round(255 * (12.92 * y if y <= 0.0031308 else 1.055 * y ** (1 / 2.4) - 0.055))

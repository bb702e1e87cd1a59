"""Beacon: translated content and layouts in, proved leaflets, posters and cards out."""

__version__ = "0.1.0"

"""``python -m generator`` is ``beacon``."""

from .cli import run

if __name__ == "__main__":
    run()

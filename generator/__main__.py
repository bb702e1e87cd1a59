"""``python -m generator`` is ``beacon``. The other processes of a build begin here too, and need
no command line."""


def run() -> None:
    from .cli import run as run_command

    run_command()


if __name__ == "__main__":
    run()

"""Every read and write of project files, and the clock."""

from __future__ import annotations

import contextlib
import datetime
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from .diagnostics import Diagnostic, Failed, Span
from .records import dataclass, field

_TEMPORARY = ".tmp"

StrPath = str | os.PathLike[str]


@dataclass
class Seen:
    """All that was looked at: files by their path (seen from the workspace, or absolute for
    those of an installed package), None for one that is not there; those that were only asked
    for; and the names that a listing of a folder and an ending gave."""

    files: dict[str, bytes | None] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)
    listings: dict[tuple[str, str], list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Workspace:
    """A folder that holds ``content/``, ``layouts/`` and ``fonts/``.

    ``seen`` gathers what is read. With ``held`` nothing else is read any more: other processes,
    on other machines too, then work with exactly what this one has seen."""

    root: Path
    seen: Seen = field(default_factory=Seen, compare=False, repr=False)
    held: bool = False

    @classmethod
    def find(cls, start: Path) -> Workspace:
        """The nearest folder upward that holds ``content/`` and ``layouts/``."""
        here = start.resolve()
        for folder in (here, *here.parents):
            if (folder / "content").is_dir() and (folder / "layouts").is_dir():
                return cls(folder)
        raise _fault(
            "no-workspace",
            f"no folder with content/ and layouts/ at or above {start}",
            "go to the project's folder, or name it with -C",
        )

    def relative(self, path: Path) -> str:
        """A path as messages show it: from the workspace if it lies there."""
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except ValueError:
            return str(path)

    def read_bytes(self, relative: str, limit: int, asked: Span | None = None) -> bytes:
        """A file of the workspace, of at most ``limit`` bytes; never one outside it."""
        if self.held:
            return self._known(relative, asked)
        try:
            data = self._read(relative, limit, asked)
        except Failed:
            self.seen.files.setdefault(relative, None)
            raise
        self.seen.files[relative] = data
        return data

    def has_file(self, relative: str) -> bool:
        """Whether there is a file of that name."""
        if self.held:
            return self.seen.files.get(relative) is not None
        there = (self.root / relative).is_file()
        if there:
            self.seen.asked.add(relative)
        else:
            self.seen.files[relative] = None
        return there

    def read_package(self, path: Path) -> bytes:
        """A file of an installed package."""
        data = path.read_bytes()
        self.seen.files[str(path)] = data
        return data

    def _known(self, relative: str, asked: Span | None) -> bytes:
        data = self.seen.files.get(relative)
        if data is None:
            what = f"{relative} was not there when the work began"
            raise _fault("no-file", what, "run it again", asked)
        return data

    def _read(self, relative: str, limit: int, asked: Span | None) -> bytes:
        path = self._inside(relative, asked)
        try:
            info = path.stat()
            if not stat.S_ISREG(info.st_mode):
                raise _fault("not-a-file", f"{relative} is not a file", "name a file", asked)
            if info.st_size > limit:
                raise _fault(
                    "too-large",
                    f"{relative} has {info.st_size / 1e6:.1f} MB; at most "
                    f"{limit / 1e6:g} MB are read",
                    "make it smaller",
                    asked or Span(relative),
                )
            return path.read_bytes()
        except FileNotFoundError:
            raise _fault(
                "no-file", f"there is no file {relative}", "create it, or correct the name", asked
            ) from None
        except OSError as error:
            raise _fault(
                "unreadable",
                f"{relative} cannot be read ({error.strerror})",
                "check its rights",
                asked,
            ) from None

    def require(self, folder: str, name: str, asked: Span) -> None:
        """Failed unless ``name``, seen from ``folder``, is a file of the workspace."""
        path = self._inside(name if os.path.isabs(name) else f"{folder}/{name}", asked)
        if not path.is_file():
            message = f"there is no file {folder}/{name}"
            raise _fault("no-file", message, "create it, or correct the name", asked)
        self.seen.asked.add(f"{folder}/{name}")

    def _inside(self, relative: str, asked: Span | None) -> Path:
        wrong = not relative or "\0" in relative or os.path.isabs(relative) or "\\" in relative
        if not wrong:
            try:
                path = (self.root / relative).resolve()
            except (OSError, RuntimeError):  # a link that leads to itself
                message = f"{relative} leads nowhere"
                raise _fault("unreadable", message, "correct the link", asked) from None
            if path.is_relative_to(self.root.resolve()):
                return path
        raise _fault(
            "path-outside",
            f"the path “{relative}” leaves the workspace",
            "use a path inside the project, with forward slashes",
            asked,
        )

    def list_files(self, folder: str, suffix: str) -> list[str]:
        """All files below ``folder`` with that ending, sorted."""
        if not self.held:
            found = []
            for place, _, names in os.walk(self.root / folder):
                below = Path(place).relative_to(self.root).as_posix()
                found += [
                    f"{below}/{name}"
                    for name in names
                    if name.endswith(suffix) and os.path.isfile(f"{place}/{name}")
                ]
            self.seen.listings[folder, suffix] = sorted(found)
        return self.seen.listings.get((folder, suffix), [])


def _fault(code: str, message: str, hint: str, span: Span | None = None) -> Failed:
    return Failed([Diagnostic(code, message, hint, span)])


def make_folder(folder: StrPath) -> None:
    """A folder with all that it lies in; Failed where that cannot be had."""
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        what = f"{folder} cannot be made ({error.strerror})"
        raise _fault("unwritable", what, "choose another -o") from None


def write_atomic(path: StrPath, data: bytes) -> None:
    """Writes out of sight, syncs, then takes the place in one step: whoever looks, and
    whenever the process is killed, finds a whole file or none. Makes its folder."""
    unseen = Unseen(path, data)
    unseen.write()
    unseen.place()


def replace_file(path: StrPath, data: bytes) -> None:
    """Takes the place of a file in one step, without waiting for the disk: for what can be
    made again and is checked when it is read."""
    temporary = _temporary(os.fspath(path))
    try:
        with open(temporary, "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


class Unseen:
    """A file that nobody sees before it is whole and placed. On Linux it has no name until then;
    elsewhere one that is cleaned away if the process dies. Names are plain text: Python keeps
    what paths are made of, and a run may write files without end."""

    def __init__(self, path: StrPath, data: bytes):
        self.path, self.data = os.fspath(path), data
        self._folder = os.path.dirname(self.path) or os.curdir
        self._temporary = _temporary(self.path)
        self._file: BinaryIO | None = None
        self._wrong: OSError | Failed | None = None

    def write(self) -> None:
        """Gives it to the disk and waits for that. What goes wrong is told where it is placed."""
        try:
            make_folder(self._folder)
            self._fill(_unnamed(self._folder) or open(self._temporary, "xb"))
        except (OSError, Failed) as error:
            self._wrong = error

    def place(self) -> None:
        """Puts it in its place in one step; Failed where that cannot be had."""
        try:
            if self._wrong is not None:
                raise self._wrong
            self._name()
            os.replace(self._temporary, self.path)
        except OSError as error:
            raise _fault(
                "unwritable",
                f"{self.path} cannot be written ({error.strerror})",
                "check room and rights",
            ) from None
        finally:
            self.drop()

    def drop(self) -> None:
        """Lets go of it; what is not in its place is gone."""
        if self._file is not None:
            self._file.close()
        with contextlib.suppress(OSError):
            os.unlink(self._temporary)

    def _fill(self, file: BinaryIO) -> None:
        self._file = file
        file.write(self.data)
        file.flush()
        os.fsync(file.fileno())

    def _name(self) -> None:
        """Gives a file without a name the one that it is moved from."""
        assert self._file is not None, "it was written"
        if isinstance(self._file.name, str):
            return
        try:
            _link(self._file.fileno(), self._folder, os.path.basename(self._temporary))
        except OSError:  # no /proc, or a file system that cannot
            self._file.close()
            self._fill(open(self._temporary, "xb"))


def _temporary(path: str) -> str:
    """What this process calls a file before it is in its place; ``clean_leftovers`` knows it."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name}.{os.getpid()}{_TEMPORARY}")


def _link(handle: int, folder: str, name: str) -> None:
    """Gives an open file a name. Python follows the link that /proc has to it only where it is
    told a folder."""
    place = os.open(folder, os.O_RDONLY)
    try:
        os.link(f"/proc/self/fd/{handle}", name, dst_dir_fd=place)
    finally:
        os.close(place)


def _unnamed(folder: str) -> BinaryIO | None:
    """Linux: a file without a name. None where that cannot be had."""
    flag = getattr(os, "O_TMPFILE", None)
    if flag is None:
        return None
    try:
        return open(os.open(folder, flag | os.O_WRONLY, 0o666), "wb")
    except OSError as error:
        if error.errno in (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT):
            return None
        raise


def clean_leftovers(folder: Path) -> None:
    """Removes temporary files of processes that were killed."""
    for place, _, names in os.walk(folder):
        for name in names:
            pid = name.split(".")[-2] if name.startswith(".") and name.endswith(_TEMPORARY) else ""
            if pid.isdigit() and not _alive(int(pid)):
                with contextlib.suppress(OSError):
                    os.unlink(f"{place}/{name}")


def _alive(pid: int) -> bool:
    if os.name == "nt":  # signal 0 would end the process there
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _has_ended(pid)


def _has_ended(pid: int) -> bool:
    """Linux: a process that was killed stays until somebody asks how it ended."""
    try:
        told = Path(f"/proc/{pid}/stat").read_bytes()
    except OSError:
        return False
    return told.rpartition(b") ")[2][:1] in (b"Z", b"X")


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds a lock that the system releases when the process ends, however it ends."""
    make_folder(path.parent)
    with open(path, "a+b") as file:
        if os.name == "nt":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def today() -> datetime.date:
    """The only clock. SOURCE_DATE_EPOCH sets it (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return datetime.datetime.now(datetime.UTC).date()
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise _fault(
            "clock", f"SOURCE_DATE_EPOCH “{epoch}” is not a time", "set seconds since 1970"
        ) from None

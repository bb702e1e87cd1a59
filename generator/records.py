"""Records: the part of ``dataclasses`` that the program uses, with classes that cost little.

The standard library writes and compiles six methods for each class when it is made. With the
140 classes of a build that took a fifth of a cold start. Here five methods are shared, and
``__init__`` is written when a class gets its first instance. What the names mean is what the
standard library says of them (Python 3.11, ``dataclasses``), and type checkers see its own.

Left out are ``order``, ``kw_only``, ``InitVar``, ``ClassVar``, patterns by position, and fields
of a base class."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

_MISSING: Any = object()


class _Field:
    """How a field differs from the usual."""

    __slots__ = ("compare", "default", "default_factory", "repr")

    def __init__(
        self,
        *,
        default: Any = _MISSING,
        default_factory: Callable[[], Any] | None = None,
        repr: bool = True,
        compare: bool = True,
    ) -> None:
        self.default = default
        self.default_factory = default_factory
        self.repr = repr
        self.compare = compare


_USUAL = _Field()


def names_of(kind: type) -> tuple[str, ...] | None:
    """The names of what a record of this class holds, in order; None where it is no record."""
    found: tuple[str, ...] | None = getattr(kind, "__record_names__", None)
    return found


def _replace(value: Any, /, **changes: Any) -> Any:
    for name in value.__record_fields__:
        if name not in changes:
            changes[name] = getattr(value, name)
    return value.__class__(**changes)


def _asdict(value: Any, /) -> dict[str, Any]:
    """What is no record is given as it is; the standard library would copy it."""
    return {name: _plain(getattr(value, name)) for name in value.__record_fields__}


def _plain(value: Any) -> Any:
    if hasattr(value, "__record_fields__"):
        return _asdict(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*map(_plain, value))
    if isinstance(value, (list, tuple)):
        return type(value)(map(_plain, value))
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return value


def _dataclass(
    cls: Any = None, /, *, frozen: bool = False, eq: bool = True, slots: bool = False
) -> Any:
    def record(cls: Any) -> Any:
        fields = _fields(cls)
        cls.__record_fields__ = fields
        cls.__record_names__ = tuple(fields)
        cls.__init__ = _first_init(fields, frozen)
        cls.__repr__ = _repr
        if eq:
            _add_comparison(cls, fields, frozen)
        if frozen:
            cls.__setattr__ = cls.__delattr__ = _refuse
            cls.__reduce__ = _reduce
        return _with_slots(cls, fields) if slots else cls

    return record if cls is None else record(cls)


def _fields(cls: Any) -> dict[str, _Field]:
    """The fields of a class; those with options leave the class their default alone."""
    fields = {}
    for name in cls.__dict__.get("__annotations__", ()):
        default = cls.__dict__.get(name, _MISSING)
        if isinstance(default, _Field):
            fields[name] = default
            delattr(cls, name)
            if default.default is not _MISSING:
                setattr(cls, name, default.default)
        else:
            fields[name] = _USUAL if default is _MISSING else _Field(default=default)
    return fields


def _with_slots(cls: Any, fields: dict[str, _Field]) -> Any:
    """The class once more: slots are laid out when a class is made."""
    left_out = {*fields, "__dict__", "__weakref__"}
    names = {name: value for name, value in cls.__dict__.items() if name not in left_out}
    made = type(cls)(cls.__name__, cls.__bases__, {**names, "__slots__": tuple(fields)})
    made.__qualname__ = cls.__qualname__
    return made


def _first_init(fields: dict[str, _Field], frozen: bool) -> Callable[..., None]:
    """An ``__init__`` that writes the real one into the class, and does its work this once."""

    def __init__(self: Any, *values: Any, **named: Any) -> None:
        cls = self.__class__
        cls.__init__ = written = _init(cls, fields, frozen)
        written(self, *values, **named)

    return __init__


def _init(cls: Any, fields: dict[str, _Field], frozen: bool) -> Callable[..., None]:
    known: dict[str, Any] = {"_set": object.__setattr__, "_MISSING": _MISSING}
    head, lines = ["self"], []
    for name, field in fields.items():
        value = name
        if field.default_factory is not None:
            known[f"_new_{name}"] = field.default_factory
            head.append(f"{name}=_MISSING")
            value = f"_new_{name}() if {name} is _MISSING else {name}"
        elif field.default is not _MISSING:
            known[f"_default_{name}"] = field.default
            head.append(f"{name}=_default_{name}")
        else:
            head.append(name)
        lines.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    source = f"def __init__({', '.join(head)}):\n  " + "\n  ".join(lines or ["pass"])
    # Compiled by itself: after a Ctrl-C within the execution of a text, Python 3.11 ends as if
    # nobody had minded it.
    exec(compile(source, "<record>", "exec"), known)
    written: Callable[..., None] = known["__init__"]
    written.__qualname__ = f"{cls.__qualname__}.__init__"
    return written


def _add_comparison(cls: Any, fields: dict[str, _Field], frozen: bool) -> None:
    compared = _values_of([name for name, field in fields.items() if field.compare])

    def __eq__(self: Any, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return bool(compared(self) == compared(other))

    def __hash__(self: Any) -> int:
        return hash(compared(self))

    cls.__eq__ = __eq__
    cls.__hash__ = __hash__ if frozen else None


def _values_of(names: Sequence[str]) -> Callable[[Any], object]:
    return operator.attrgetter(*names) if names else lambda value: ()


def _repr(self: Any) -> str:
    fields: dict[str, _Field] = self.__record_fields__
    said = [f"{n}={getattr(self, n)!r}" for n, field in fields.items() if field.repr]
    return f"{self.__class__.__qualname__}({', '.join(said)})"


def _reduce(self: Any) -> tuple[object, ...]:
    """A frozen value goes to another process as what it is made of, and is made there."""
    return self.__class__, tuple(getattr(self, name) for name in self.__record_names__)


def _refuse(self: Any, name: str, value: object = None) -> NoReturn:
    raise AttributeError(f"{self.__class__.__qualname__} is frozen: {name} stays as it is")


if TYPE_CHECKING:
    from dataclasses import asdict, dataclass, field, replace
else:
    asdict, dataclass, field, replace = _asdict, _dataclass, _Field, _replace

__all__ = ["asdict", "dataclass", "field", "names_of", "replace"]

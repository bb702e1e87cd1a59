"""Records mean what the standard library's dataclasses mean."""

import copy
import dataclasses
import os
import pickle
import subprocess
import sys

import pytest
from conftest import ROOT

from generator import records

TWO_KINDS = pytest.mark.parametrize("of", [dataclasses, records], ids=["standard", "ours"])


def _kinds(of):
    """The same classes, made by the standard library or by ours."""

    @of.dataclass(frozen=True)
    class Point:
        x: float
        y: float = 0.0
        note: str = of.field(default="", compare=False, repr=False)

        @property
        def sum(self):
            return self.x + self.y

    @of.dataclass(frozen=True)
    class Other:
        x: float
        y: float = 0.0

    @of.dataclass
    class Heap:
        parts: list = of.field(default_factory=list)
        made: bool = False

        def __post_init__(self):
            self.made = True

    @of.dataclass(frozen=True, slots=True)
    class Slim:
        """Said of it."""

        a: int
        b: tuple = ()

    @of.dataclass(frozen=True, eq=False)
    class Alone:
        a: int

    @of.dataclass(frozen=True)
    class Bare:
        pass

    return Point, Other, Heap, Slim, Alone, Bare


@TWO_KINDS
def test_values_are_equal_by_their_fields(of):
    Point, Other, _, Slim, Alone, Bare = _kinds(of)
    assert Point(1, 2) == Point(1, 2, "seen") != Point(1, 3) and Point(1) != Other(1)
    assert {Point(1, 2): "a"}[Point(1, 2, "b")] == "a" and len({Slim(1), Slim(1)}) == 1
    one = Alone(1)
    assert one != Alone(1) and one == one and one in {one}
    assert Bare() == Bare() and Point(1) != (1, 0.0)


@TWO_KINDS
def test_a_frozen_value_stays_as_it_is(of):
    Point, _, Heap, Slim, *_ = _kinds(of)
    for value in (Point(1), Slim(1)):
        for change in (lambda v: setattr(v, "x", 2), lambda v: delattr(v, "x")):
            with pytest.raises((AttributeError, TypeError)):
                change(value)
    heap = Heap()
    heap.parts = [1]
    assert heap.parts == [1]
    with pytest.raises(TypeError):
        hash(heap)
    assert not hasattr(Slim(1), "__dict__") and Slim.__doc__ == "Said of it."


@TWO_KINDS
def test_what_is_given_is_what_is_held(of):
    Point, _, Heap, Slim, *_ = _kinds(of)
    for _ in range(2):  # the first value of a class is made in another way than the next
        value = Point(y=2, x=1, note="n")
        assert (value.x, value.y, value.note, value.sum, Point(3).y) == (1, 2, "n", 3, 0.0)
        for wrong in ((), (1, 2, "", 4)):
            with pytest.raises(TypeError, match="__init__"):
                Point(*wrong)
        with pytest.raises(TypeError, match="z"):
            Point(1, z=2)
        assert Heap().made and Heap().parts is not Heap().parts and Heap([1]).parts == [1]
    assert Slim(1) == Slim(a=1, b=()) and Point.y == 0.0 and not hasattr(Heap, "parts")


@TWO_KINDS
def test_values_are_shown_changed_and_taken_apart(of):
    Point, _, Heap, Slim, _, Bare = _kinds(of)
    assert repr(Point(1, note="x")).endswith("Point(x=1, y=0.0)")
    assert repr(Slim(1)).endswith("Slim(a=1, b=())") and repr(Bare()).endswith("Bare()")
    changed = of.replace(Point(1, 2, "n"), y=5)
    assert (changed, changed.note) == (Point(1, 5), "n")
    with pytest.raises(TypeError):
        of.replace(Point(1), z=1)
    assert of.asdict(Heap([Point(1), {"a": Slim(2)}])) == {
        "parts": [{"x": 1, "y": 0.0, "note": ""}, {"a": {"a": 2, "b": ()}}],
        "made": True,
    }
    assert copy.copy(Point(1)) == copy.deepcopy(Point(1)) == Point(1)


@records.dataclass(frozen=True)
class Sent:
    a: int
    b: dict


@records.dataclass(frozen=True, slots=True)
class Slim:
    a: int
    b: tuple = ()


def test_a_value_goes_to_another_process_and_back():
    assert pickle.loads(pickle.dumps(Slim(1, (2,)))) == copy.copy(Slim(1, (2,))) == Slim(1, (2,))
    assert pickle.loads(pickle.dumps(Sent(1, {"a": (2,)}))) == Sent(1, {"a": (2,)})


def test_names_of_a_record_are_in_order():
    assert records.names_of(Sent) == ("a", "b") and records.names_of(dict) is None


_INTERRUPTED = """
import sys
from generator.records import dataclass

@dataclass
class One:
    x: int

def interrupt(frame, event, arg):
    if frame.f_code.co_filename == "<record>":
        raise KeyboardInterrupt

sys.settrace(interrupt)
try:
    One(1)
except KeyboardInterrupt:
    sys.settrace(None)
    sys.exit(7)
"""


def test_ctrl_c_while_a_record_is_written_ends_as_anywhere_else(tmp_path):
    (tmp_path / "interrupted.py").write_text(_INTERRUPTED)
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    words = [sys.executable, "-m", "interrupted"]
    assert subprocess.run(words, env={**os.environ, "PYTHONPATH": path}).returncode == 7

#include "code/python.hpp"

#include <doctest/doctest.h>

#include "support/shown_definitions.hpp"

namespace lockstep::tests {
namespace {

using code::SourceFile;

std::string read(std::string text) {
    SourceFile const file{"a.py", std::move(text)};
    return shown(code::read_python(std::span(&file, 1)));
}

std::string read(std::vector<SourceFile> const& files) {
    return shown(code::read_python(files));
}

TEST_CASE("enums: of texts, of StrEnum, with docstrings, labels, constants and methods") {
    CHECK(read(R"(
import enum
from enum import Enum, StrEnum as Base
FREE = "free"

class Plan(str, Enum):
    """What is paid for."""
    FREE = FREE  # nothing
    PRO: str = "pro"
    TEAM = "team", "for several"
    _ignore_ = ["x"]

    @property
    def label(self) -> str:
        return self.value

class Mood(Base):
    GOOD = enum.auto()
    BAD = 'it\'s ' "b\u00e4d"

class Other(enum.Enum):
    ONE = "1"
)") == "Plan 6: FREE=free PRO=pro TEAM=team\n"
       "Mood 17: GOOD=good BAD=it's b\xC3\xA4"
       "d\n"
       "Other 21: ONE=1\n");
}

TEST_CASE("an alias of Literal is an enum") {
    CHECK(read("from typing import Literal, TypeAlias\n"
               "A = Literal['x', \"y z\"]\n"
               "B: TypeAlias = Literal['u']\n"
               "type C = Literal['v']\n") == "A 2: x=x y z=y z\nB 3: u=u\nC 4: v=v\n");
}

TEST_CASE("numbered enums are no enums of a database") {
    CHECK(read("from enum import IntEnum, Enum\n"
               "class A(IntEnum):\n    X = 1\n"
               "class B(Enum):\n    X = 1\n") == "");
}

TEST_CASE("TypedDict: optional types in all their spellings") {
    CHECK(read(R"(
from __future__ import annotations
import typing as t
from typing import Optional, Union, List, TypedDict, NotRequired, Annotated, Any

class ProjectRow(TypedDict, total=False):
    id: str
    a: Optional[str]
    b: t.Optional[int]
    c: str | None
    d: None | list[str]
    e: Union[str, None]
    f: "Optional[str]"
    g: Optional["ProjectRow"]
    h: NotRequired[List[Optional[int]]]
    i: Annotated[
        dict[str, Any],
        "multi, line",
    ]
    j: Union[str, int, None]
)") == "ProjectRow 6: id str, a str?, b int?, c str?, d list[str]?, e str?, f str?, "
       "g ProjectRow?, h List[int | None], i dict[str, Any], j str | int?\n");
}

TEST_CASE("TypedDict in its functional form has names that are no identifiers") {
    CHECK(read("from typing import TypedDict, Required\n"
               "X = TypedDict('X', {'class': str, 'from-to': 'int | None'}, total=False)\n"
               "Y = TypedDict('Y', a=Required[str])\n") ==
          "X 2: class str, from-to int?\nY 3: a str\n");
}

TEST_CASE("fields of bases come first, and a class can change them") {
    CHECK(read(R"(
from typing import TypedDict, Optional
class Base(TypedDict):
    id: str
    name: str
class Row(Base, total=False):
    name: Optional[str]
    more: int
)") == "Base 3 (base): id str, name str\nRow 6: id str, name str?, more int\n");
}

TEST_CASE("dataclasses, named tuples and pydantic models") {
    CHECK(read(R"(
import dataclasses
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple
from pydantic import BaseModel, Field, ConfigDict, EmailStr

@dataclass(frozen=True)
class A:
    x: int = field(default=1)
    y: ClassVar[int] = 2

@dataclasses.dataclass
class B:
    x: int

class C(NamedTuple):
    x: str

class D(BaseModel):
    model_config = ConfigDict(strict=True)
    class_: str = Field(alias="class")
    mail: EmailStr | None = None
)") == "A 8: x int\nB 13: x int\nC 16: x str\nD 19: class str, mail EmailStr?\n");
}

TEST_CASE("SQLAlchemy: the table, columns with another name, no relations") {
    CHECK(read(R"(
from typing import Optional
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship
class Base(DeclarativeBase):
    pass
class Project(Base):
    __tablename__ = "projects"
    __table_args__ = (UniqueConstraint("a"), {"schema": "sales"})
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Optional[str]] = mapped_column("title", String(30))
    note: Mapped[str] = mapped_column(nullable=True)
    owner: Mapped["User"] = relationship(back_populates="projects")
)") == "Base 4 (base):\nProject 6 sales.projects: id int, title str?, note str?\n");
}

TEST_CASE("names are followed through imports, aliases and packages, also in circles") {
    CHECK(read({{"schemas/__init__.py", "from .enums import Plan\nfrom .other import *\n"},
                {"schemas/enums.py",
                 "from enum import Enum\nfrom . import Row\n"
                 "class Plan(str, Enum):\n    A = 'a'\n"},
                {"schemas/other.py",
                 "from typing import NewType, TypedDict, TYPE_CHECKING\n"
                 "from schemas import Nothing\n"
                 "Id = NewType('Id', str)\nMaybe = 'Id | None'\n"
                 "class Parent(TypedDict):\n    id: Id\n"
                 "if TYPE_CHECKING:\n    from .enums import Plan as P\n"
                 "class Row(Parent):\n    plan: list[P]\n    m: Maybe\n"}}) ==
          "Plan 3: A=a\nParent 5 (base): id str\nRow 9: id str, plan list[Plan], m str?\n");
}

TEST_CASE("a file with an error gives its place, and the rest is read") {
    CHECK(read("from typing import TypedDict\n"
               "class A(TypedDict):\n    x: str\n"
               "class = 3\n"
               "class B(TypedDict):\n    y: int\n") ==
          "A 2: x str\nB 5: y int\na.py:4:1: this does not follow Python's grammar\n");
}

TEST_CASE("types nested beyond reason are unknown, not a crash") {
    std::string const open(20'000, '(');
    CHECK(read("class A(TypedDict):\n    x: str\n\nclass B(TypedDict):\n    x: " + open + "\n")
              .starts_with("A 1: x str\n"));
    std::string bases;  // more children in one node than 16 bits count
    for (int i = 0; i < 20'000; ++i) {
        bases += "class A(B: ";
    }
    CHECK(read(bases + "\n").find("does not follow Python's grammar") != std::string::npos);
    std::string deep;
    for (int i = 0; i < 5'000; ++i) {
        deep += "list[";
    }
    CHECK(read("class A(TypedDict):\n    x: " + deep + "str" + std::string(5'000, ']') + "\n")
              .starts_with("A 1: x list[list["));
}

TEST_CASE("aliases that double with every step, and stars in circles, end") {
    std::string text = "T0 = dict[str, int]\n";
    for (int i = 1; i < 40; ++i) {
        auto const last = std::to_string(i - 1);
        text += "T" + std::to_string(i) + " = dict[T" + last + ", T" + last + "]\n";
    }
    CHECK(read(text + "class A(TypedDict):\n    x: T39\n").find("lead so far") !=
          std::string::npos);
    CHECK(read({{"a.py", "from b import *\nfrom c import *\n"},
                {"b.py", "from a import *\nfrom c import *\nclass A(TypedDict):\n    x: Nope\n"},
                {"c.py", "from a import *\nfrom b import *\n"}}) == "A 3: x Nope\n");
}

}  // namespace
}  // namespace lockstep::tests

"""Enums of the database.

    class Commented(str, Enum):  # in a docstring: no definition
        NOTHING = "nothing"
"""

from __future__ import annotations

import enum
from enum import Enum
from typing import Literal

FREE_PLAN = "free"


class OrganizationType(str, Enum):
    """Kind of organization."""

    PERSONAL = "personal"
    TEAM = "team"  # a few people
    ENTERPRISE = "enterprise"

    @property
    def is_paid(self) -> bool:
        return self is not OrganizationType.PERSONAL


class ProjectStatus(str, enum.Enum):
    ACTIVE = "active"; ARCHIVED = "archived"
    DRAFT: str = 'draft'
    DELETED = (
        "deleted"
    )


@enum.unique
class RequirementPriority(enum.StrEnum):
    # lowest first
    LOW = enum.auto()
    MEDIUM = enum.auto()
    HIGH = enum.auto()
    CRITICAL = enum.auto()


class _Labelled(str, Enum):
    def __new__(cls, value: str, label: str) -> "_Labelled":
        member = str.__new__(cls, value)
        member._value_ = value
        return member


class UserRoleType(_Labelled):
    OWNER = "owner", "Owns it"
    ADMIN = "admin", "Runs it"
    MEMBER = "member", "Works on it"
    VIEWER = "viewer", "Looks at it"


class BillingPlan(str, Enum):
    FREE = FREE_PLAN
    PRO = "pro"
    ENTERPRISE = "enter" "prise"


LinkKind = Literal["blocks", "relates to", "duplicates"]


class HttpCode(enum.IntEnum):
    """Not of the database."""

    OK = 200
    NOT_FOUND = 404

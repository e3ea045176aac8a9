from __future__ import annotations

import typing as t
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    Dict,
    List,
    NewType,
    NotRequired,
    Optional,
    TypedDict,
    Union,
)
from uuid import UUID

from ..enums import OrganizationType, ProjectStatus as Status

if TYPE_CHECKING:
    from schemas.enums import BillingPlan, RequirementPriority

ProfileId = NewType("ProfileId", str)
JsonObject = Dict[str, Any]
MaybeText = Optional[str]


class Timestamps(TypedDict):
    """Shared by what is created and changed."""

    created_at: str
    updated_at: str


class AddressRow(TypedDict):
    street: Optional[str]
    city: Optional[str]


class OrganizationRow(TypedDict, total=False):
    """A row of organizations.

    id: int  # in a docstring
    """

    id: str
    name: str
    slug: str  # in URLs
    type: OrganizationType
    billing_plan: "BillingPlan"
    max_members: Optional[int]
    settings: JsonObject
    tags: List[str]
    office: AddressRow | None
    created_at: str
    deleted_at: "Optional[str]"


@dataclass(frozen=True)
class ProfileRow:
    table: ClassVar[str] = "profiles"

    id: ProfileId
    email: str
    full_name: t.Optional[str] = None
    is_admin: bool = False
    login_count: int = field(default=0)
    last_seen: datetime | None = None
    preferences: None | dict[str, object] = None
    avatar: Union[bytes, None] = None

    def display_name(self) -> str:
        name: str = self.full_name or self.email
        return name


class ProjectRow(Timestamps):
    id: UUID
    organization_id: UUID
    name: str
    description: MaybeText
    status: Status
    budget: Optional[Decimal]
    progress: float
    due: NotRequired[
        Optional[
            str
        ]
    ]
    estimate: str | None
    labels: Optional[list[str]]
    matrix: list[list[int]] | None


class RequirementRow(TypedDict):
    id: int
    project_id: str
    title: Annotated[str, "shown everywhere"]
    priority: RequirementPriority
    score: Optional[int]
    external_url: Optional[str]
    valid_during: Optional[str]
    position: int
    previous_priorities: Optional[list["RequirementPriority"]]


class PropertyRow(TypedDict):
    id: int
    key: str
    value: Any


AnalysisRow = TypedDict(
    "AnalysisRow",
    {
        "id": int,
        "requirement_id": int,
        "class": str,
        "from-to": Optional[str],
        "result": dict,
    },
)


class TableRowsRow(TypedDict):
    id: int
    row: JsonObject


class AuditLogRow(TypedDict):
    id: int
    at: str
    who: Optional[str]
    what: str


class ActiveProjectRow(TypedDict):
    """Of a view, whose columns may all be NULL."""

    id: str
    name: Optional[str]
    status: Status


class CreateProjectRequest(TypedDict):
    """No table: what a client sends."""

    name: str
    template: Optional[str]

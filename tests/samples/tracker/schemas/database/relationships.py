from typing import Optional, TypedDict, Literal
from schemas.enums import LinkKind, UserRoleType


class OrganizationMemberRow(TypedDict):
    organization_id: str
    user_id: str
    role: UserRoleType
    joined_at: str


class ProjectMemberRow(TypedDict):
    project_id: str
    user_id: str
    role: Optional[Literal["owner", "admin", "member", "viewer"]]
    weight: Optional[float]


class RequirementLinkRow(TypedDict, total=True):
    source_id: int
    target_id: int
    kind: LinkKind
    note: Optional[str]
    direction: Literal["up", "down"]

"""Everything that the application knows of its database."""

from .enums import *  # noqa: F401,F403
from .database.entities import OrganizationRow, ProjectRow
from .database import relationships as relationships

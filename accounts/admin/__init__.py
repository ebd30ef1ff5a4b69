"""The admin's pages of people, groups and API keys."""

from accounts.admin.keys import ApiKeyAdmin
from accounts.admin.people import GroupAdmin, UserAdmin

__all__ = ["ApiKeyAdmin", "GroupAdmin", "UserAdmin"]

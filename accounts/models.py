"""Who uses the product."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who signs in; what they may see and do follows from their groups."""

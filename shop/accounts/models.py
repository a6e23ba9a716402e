"""The user model: an e-mail and a password, nothing else. Who the person is stands in shop.people."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from shop import clock


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user with this e-mail in small letters; raises ValueError without one."""
        if not email:
            raise ValueError("A user needs an e-mail.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True} | fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractUser):
    """Who can sign in. Derived from Django's: Oscar's hands product alerts over by unproven e-mail."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail"), unique=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.email


class Tries(models.Model):
    """When something was tried lately, for one account or visitor (shop.accounts.limits).

    `digest` is a keyed hash: what was typed is not kept. `times` are seconds since 1970, oldest first. `user` is whose
    account it is, once that is known; `told_at` when they were told.
    """

    kind = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    times = models.JSONField(default=list)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)
    updated_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "digest"], name="tries_once")]

    def __str__(self) -> str:
        return f"{self.kind}: {len(self.times)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.updated_at = clock.now()
        super().save(*args, **kwargs)

"""Municipalities, their boards and units, and the people with their roles."""

from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from rules.permissions import has_perm

from rimlig.core.models import with_history


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None) -> "User":
        """Create a person who signs in with an e-mail address; without a password nobody can sign in as them."""
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find the person whatever case the address is typed in."""
        return self.get(email=(username or "").strip().lower())


@with_history("UserHistory")
class User(AbstractBaseUser):
    """A person who can sign in. What they may do depends on their role assignments only."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    is_active = models.BooleanField(_("may sign in"), default=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            # Addresses are compared without regard to case, so they are stored so.
            models.CheckConstraint(name="user_email_in_lower_case", condition=Q(email=models.functions.Lower("email"))),
        ]

    def __str__(self) -> str:
        return self.name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Say whether the predicate named `perm` in a room's rules.py lets this person do it to `obj`."""
        return self.is_active and bool(has_perm(perm, self, obj))  # type: ignore[no-untyped-call]  # rules has no types


@with_history("MunicipalityHistory")
class Municipality(models.Model):
    """The tenant: everything else belongs to one municipality, and no other may know of it."""

    code = models.SlugField(_("code"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=150)

    class Meta:
        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        return self.name


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the boards where the person has a role, on the board itself or on its whole municipality."""
        assigned = RoleAssignment.objects.filter(user_id=user.pk, municipality=OuterRef("municipality")).filter(
            Q(board=OuterRef("pk")) | Q(board=None)
        )
        return self.filter(Exists(assigned))


@with_history("BoardHistory")
class Board(models.Model):
    """A politically elected board (nämnd), by law responsible for its own internal control."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="boards")
    code = models.SlugField(_("code"), max_length=50)
    name = models.CharField(_("name"), max_length=200)

    objects = BoardQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="board_code_once_in_municipality"),
            models.UniqueConstraint(fields=["municipality", "name"], name="board_name_once_in_municipality"),
        ]

    def __str__(self) -> str:
        return self.name


@with_history("OrgUnitHistory")
class OrgUnit(models.Model):
    """A unit (enhet) under a board's administration: a preschool, a group of case officers."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="units")
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["board", "name"], name="unit_name_once_in_board")]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """The roles of the field. What each may do stands in organisation/abilities.py, in one table."""

    UNIT_MANAGER = "unit_manager", _("unit manager")
    PERFORMER = "performer", _("performer")
    DEPARTMENT_MANAGER = "department_manager", _("department manager")
    CONTROLLER = "controller", _("controller")
    HEAD_OF_ADMINISTRATION = "head_of_administration", _("head of administration")
    BOARD_MEMBER = "board_member", _("board member")
    CENTRAL_CONTROLLER = "central_controller", _("central controller")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


@with_history("RoleAssignmentHistory")
class RoleAssignment(models.Model):
    """A person's role on a place: one unit, one board, or (without a board) the whole municipality."""

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="assignments")
    board = models.ForeignKey(Board, models.PROTECT, related_name="assignments", null=True, blank=True)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="assignments", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "municipality", "board", "unit"],
                nulls_distinct=False,
                name="role_assigned_once",
            ),
            models.CheckConstraint(
                name="role_of_unit_names_its_board", condition=Q(unit=None) | Q(board__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

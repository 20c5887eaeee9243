"""Municipalities, their boards and the tree of units below them, and the people with their roles."""

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rules.permissions import has_perm

from rimlig.core.models import Versioned, with_history
from rimlig.organisation.triggers import (
    BOARD_COVERS_ITS_UNITS,
    NOBODY_STANDS_IN_FOR_THEMSELVES,
    PLACEMENT_IN_ITS_TREE,
    ROLE_STAYS_IN_ITS_MUNICIPALITY,
    SUBSTITUTE_BELONGS_TO_THE_MUNICIPALITY,
    UNIT_COVERS_ITS_PLACEMENTS,
    UNIT_NAMED_ONCE_AT_A_TIME,
)

_BOTH_ENDS = Value("[]")


def _same(expression: Any) -> models.Func:
    """Return a whole number as a range of itself: PostgreSQL excludes ranges that meet without any extension."""
    return models.Func(expression, expression, _BOTH_ENDS, function="int8range")


def _days() -> models.Func:
    """Return the days from `starts` to `ends`, both included; a missing end is open."""
    return models.Func(F("starts"), F("ends"), _BOTH_ENDS, function="daterange")


class Valid(models.Model):
    """A row that holds from a day to a day, both included. A missing day means: always so far, or until further notice."""

    starts = models.DateField(_("from"), null=True, blank=True)
    ends = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        abstract = True


class ValidQuerySet(models.QuerySet[Any]):
    def valid(self, on: date | None = None) -> Self:
        """Keep the rows that hold on the day, today when none is given."""
        return self.filter(valid_on(on or timezone.localdate()))


def valid_on(day: date, prefix: str = "") -> Q:
    """Return the condition that a row holds on the day. `prefix` is the way to it, with its two underscores."""
    return (Q(**{f"{prefix}starts": None}) | Q(**{f"{prefix}starts__lte": day})) & (
        Q(**{f"{prefix}ends": None}) | Q(**{f"{prefix}ends__gte": day})
    )


def _runs_forward(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(starts=None) | Q(ends=None) | Q(starts__lte=F("ends")),
        violation_error_message=_("The last day must not be before the first day."),
    )


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


def _held() -> Any:
    """Return the module that asks these tables for a person's roles once per request; it needs this one first."""
    from rimlig.organisation import held  # noqa: PLC0415

    return held


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the municipalities where the person holds a role today, wherever in them."""
        return self.filter(pk__in=_held().known_municipalities(user))


@with_history("MunicipalityHistory")
class Municipality(models.Model):
    """The tenant: everything else belongs to one municipality, and no other may know of it."""

    code = models.SlugField(_("code"), max_length=50, unique=True)
    name = models.CharField(_("name"), max_length=150)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "municipalities"

    def __str__(self) -> str:
        return self.name


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the boards where the person holds a role today, on the board, in its tree, or on its whole municipality."""
        return self.filter(pk__in=_held().known_boards(user))


@with_history("BoardHistory")
class Board(Versioned, Valid):
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
            _runs_forward("board_ends_after_start"),
        ]
        triggers = [BOARD_COVERS_ITS_UNITS]

    def __str__(self) -> str:
        return self.name


class UnitKind(models.TextChoices):
    """The levels of an administration's tree. A level may be left out, or stand twice."""

    ADMINISTRATION = "administration", _("administration")
    DEPARTMENT = "department", _("department")
    UNIT = "unit", _("unit")


class OrgUnitQuerySet(ValidQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Keep the units of the boards that the person may know of."""
        return self.filter(board__in=_held().known_boards(user))


@with_history("OrgUnitHistory")
class OrgUnit(Versioned, Valid):
    """A node of the tree under a board: its administration, a department, or a unit (enhet).

    It is the same unit when it is renamed or moved: what it answered stays its
    own. Where it stands, and when, is told by its placements. A unit that
    ends may have gone into another one, `merged_into`.
    """

    board = models.ForeignKey(Board, models.PROTECT, related_name="units")
    kind = models.CharField(_("kind"), max_length=20, choices=UnitKind.choices, default=UnitKind.UNIT)
    code = models.CharField(_("code"), max_length=50, blank=True)
    name = models.CharField(_("name"), max_length=200)
    merged_into = models.ForeignKey("self", models.PROTECT, related_name="merged", null=True, blank=True)

    objects = OrgUnitQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["board", "name"],
                condition=Q(ends=None),
                name="unit_name_once_in_board",
                violation_error_message=_("The board has a unit with this name already."),
            ),
            models.UniqueConstraint(
                fields=["board", "code"],
                condition=Q(ends=None) & ~Q(code=""),
                name="unit_code_once_in_board",
                violation_error_message=_("The board has a unit with this code already."),
            ),
            models.CheckConstraint(name="unit_kind_is_known", condition=Q(kind__in=UnitKind.values)),
            models.CheckConstraint(
                name="unit_goes_into_another_when_it_ends",
                condition=Q(merged_into=None) | (Q(ends__isnull=False) & ~Q(merged_into=F("pk"))),
            ),
            _runs_forward("unit_ends_after_start"),
        ]
        indexes = [
            # The constraints above know the units that have no end; these find all of them.
            models.Index(fields=["board", "name"], name="unit_by_name"),
            models.Index(fields=["board", "code"], name="unit_by_code"),
        ]
        triggers = [UNIT_COVERS_ITS_PLACEMENTS, UNIT_NAMED_ONCE_AT_A_TIME]

    def __str__(self) -> str:
        return self.name


@with_history("PlacementHistory")
class Placement(Valid):
    """Where a unit stands in its board's tree, and when: under another unit, or directly under the board.

    The unit stands at one place at a time (exclusion constraint). That no unit
    comes to stand below itself, that both ends belong to the same board, and
    that both exist all that time is kept by a trigger.
    """

    unit = models.ForeignKey(OrgUnit, models.CASCADE, related_name="placements")
    parent = models.ForeignKey(OrgUnit, models.PROTECT, related_name="below", null=True, blank=True)

    objects = ValidQuerySet.as_manager()

    class Meta:
        constraints = [
            _runs_forward("placement_ends_after_start"),
            ExclusionConstraint(
                name="unit_stands_at_one_place_at_a_time",
                expressions=[(_same(F("unit")), RangeOperators.OVERLAPS), (_days(), RangeOperators.OVERLAPS)],
                violation_error_message=_("The unit already has a place in the tree during some of these days."),
            ),
        ]
        triggers = [PLACEMENT_IN_ITS_TREE]

    def __str__(self) -> str:
        return f"{self.unit} < {self.parent or self.unit.board}"


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


class RoleAssignmentQuerySet(ValidQuerySet):
    def held_by(self, user: Any, on: date | None = None) -> Self:
        """Keep the assignments that the person holds on the day, as their own or as a substitute."""
        day = on or timezone.localdate()
        standing_in = Substitution.objects.valid(day).filter(assignment=OuterRef("pk"), substitute_id=user.pk)
        return self.valid(day).filter(Q(user_id=user.pk) | Exists(standing_in))


@with_history("RoleAssignmentHistory")
class RoleAssignment(Valid):
    """A person's role on a place: a node of the tree and all below it, one board, or the whole municipality.

    The place is the narrowest that is set: `unit`, else `board`, else
    `municipality`. `source` is empty for a role that a person gave, otherwise
    it names what gave it (an identity provider's group claim), which may also
    take it away.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="assignments")
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="assignments")
    board = models.ForeignKey(Board, models.PROTECT, related_name="assignments", null=True, blank=True)
    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="assignments", null=True, blank=True)
    source = models.CharField(max_length=100, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        constraints = [
            # The same role on the same place twice at a time would be two things to take away.
            # hashtext tells the nine roles apart (tested), and needs no extension.
            ExclusionConstraint(
                name="role_assigned_once_at_a_time",
                expressions=[
                    (_same(F("user")), RangeOperators.OVERLAPS),
                    (_same(models.Func(F("role"), function="hashtext")), RangeOperators.OVERLAPS),
                    (_same(F("municipality")), RangeOperators.OVERLAPS),
                    (_same(Coalesce(F("board"), 0)), RangeOperators.OVERLAPS),
                    (_same(Coalesce(F("unit"), 0)), RangeOperators.OVERLAPS),
                    (_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The person already has this role there during some of these days."),
            ),
            models.CheckConstraint(
                name="role_of_unit_names_its_board", condition=Q(unit=None) | Q(board__isnull=False)
            ),
            models.CheckConstraint(name="role_is_known", condition=Q(role__in=Role.values)),
            _runs_forward("role_ends_after_start"),
        ]
        triggers = [ROLE_STAYS_IN_ITS_MUNICIPALITY]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"

    @property
    def place(self) -> "Municipality | Board | OrgUnit":
        """The place that the role is held on."""
        return self.unit or self.board or self.municipality


@with_history("SubstitutionHistory")
class Substitution(models.Model):
    """That another person (ersättare) holds somebody's role while that person is away, first and last day included."""

    assignment = models.ForeignKey(RoleAssignment, models.PROTECT, related_name="substitutions")
    substitute = models.ForeignKey(User, models.PROTECT, related_name="substitutions")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"))

    objects = ValidQuerySet.as_manager()

    class Meta:
        constraints = [
            _runs_forward("substitution_ends_after_start"),
            ExclusionConstraint(
                name="substitute_named_once_at_a_time",
                expressions=[
                    (_same(F("assignment")), RangeOperators.OVERLAPS),
                    (_same(F("substitute")), RangeOperators.OVERLAPS),
                    (_days(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_(
                    "The person is already a substitute for this role during some of these days."
                ),
            ),
        ]
        triggers = [NOBODY_STANDS_IN_FOR_THEMSELVES, SUBSTITUTE_BELONGS_TO_THE_MUNICIPALITY]

    def __str__(self) -> str:
        return f"{self.substitute} ({self.assignment})"


class TableKind(models.TextChoices):
    """What a table from outside has rows of."""

    UNITS = "units", _("units")
    PEOPLE = "people", _("people")


class TableImportQuerySet(models.QuerySet["TableImport"]):
    def visible_to(self, user: Any) -> Self:
        """Keep the imports of the municipalities, or boards, that the person may know of."""
        of_board = Q(board__in=_held().known_boards(user))
        return self.filter(of_board | Q(board=None, municipality__in=_held().known_municipalities(user)))


@with_history("TableImportHistory")
class TableImport(Versioned):
    """A table of a board's units, or of a municipality's people, that is shown before it is carried out.

    The rows stay as they were read: the evidence of what was asked for. Beside
    each stands what would be done, as the person saw it last. A large one is
    carried out in the background: `asked_by` is who asked for that, and
    `problem` says why the last attempt came to nothing.
    """

    class State(models.TextChoices):
        SHOWN = "shown", _("to decide on")
        WAITING = "waiting", _("waiting for its turn")
        RUNNING = "running", _("being carried out")
        APPLIED = "applied", _("carried out")
        PUT_ASIDE = "put_aside", _("put aside")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="table_imports")
    board = models.ForeignKey(Board, models.PROTECT, related_name="table_imports", null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=TableKind.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.SHOWN)
    file_name = models.CharField(_("file name"), max_length=255)
    takes_effect = models.DateField(_("takes effect"))
    rows = models.JSONField()
    outcomes = models.JSONField()
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True, blank=True)
    problem = models.TextField(_("problem"), blank=True)

    objects = TableImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="table_import_of_units_is_of_a_board",
                condition=Q(kind="units", board__isnull=False) | Q(kind="people", board=None),
            ),
            models.CheckConstraint(name="table_import_kind_is_known", condition=Q(kind__in=TableKind.values)),
            models.CheckConstraint(
                name="table_import_state_is_known",
                condition=Q(state__in=["shown", "waiting", "running", "applied", "put_aside"]),
            ),
            models.CheckConstraint(
                name="table_import_in_the_queue_has_who_asked",
                condition=~Q(state__in=["waiting", "running"]) | Q(asked_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

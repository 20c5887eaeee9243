"""The addresses about a municipality's boards and their units; organisation/urls.py takes them in."""

from django.urls import path, register_converter

from rimlig.organisation.converters import DayConverter
from rimlig.organisation.models import TableKind
from rimlig.organisation.structure import views_boards as boards
from rimlig.organisation.structure import views_restructuring as restructuring
from rimlig.organisation.structure import views_tables as tables
from rimlig.organisation.structure import views_tree as tree

register_converter(DayConverter, "day")

_TREE = "namnd/<int:pk>/organisation"
_UNIT = "enhet/<int:pk>"

urlpatterns = [
    path("kommun/<int:pk>/organisation/", boards.Organisation.as_view(), name="organisation"),
    path("kommun/<int:pk>/namnder/ny/", boards.AddBoard.as_view(), name="add-board"),
    path("namnd/<int:pk>/andra/", boards.ChangeBoard.as_view(), name="change-board"),
    path("namnd/<int:pk>/avsluta/", boards.EndBoard.as_view(), name="end-board"),
    path("namnd/<int:pk>/fortsatt/", boards.TakeBackEndingOfBoard.as_view(), name="take-back-board"),
    path(f"{_TREE}/", tree.Tree.as_view(), name="tree"),
    path(f"{_TREE}/ny/", restructuring.AddUnit.as_view(), name="add-unit"),
    path(f"{_TREE}/sla-samman/", restructuring.MergeUnits.as_view(), name="merge-units"),
    path(f"{_TREE}/tabell/", tables.UploadUnits.as_view(), name="upload-units"),
    path(f"{_TREE}/tabell.xlsx", tables.UnitsAsTable.as_view(), name="units-as-table"),
    path(f"{_UNIT}/", tree.Unit.as_view(), name="unit"),
    path(f"{_UNIT}/historik/", tree.UnitHistory.as_view(), name="unit-history"),
    path(f"{_UNIT}/andra/", restructuring.ChangeUnit.as_view(), name="change-unit"),
    path(f"{_UNIT}/flytta/", restructuring.MoveUnit.as_view(), name="move-unit"),
    path(f"{_UNIT}/avsluta/", restructuring.EndUnit.as_view(), name="end-unit"),
    path(f"{_UNIT}/ta-tillbaka/flytt/<day:day>/", restructuring.TakeBackMove.as_view(), name="take-back-move"),
    path(f"{_UNIT}/ta-tillbaka/slut/", restructuring.TakeBackEnding.as_view(), name="take-back-ending"),
    path(f"{_UNIT}/ta-tillbaka/enhet/", restructuring.TakeBackUnit.as_view(), name="take-back-unit"),
    path("kommun/<int:pk>/personer/tabell/", tables.UploadPeople.as_view(), name="upload-people"),
    path("kommun/<int:pk>/personer/tabell.xlsx", tables.PeopleAsTable.as_view(), name="people-as-table"),
    path("tabell/enheter.xlsx", tables.EmptyTable.as_view(kind=TableKind.UNITS), name="empty-units"),
    path("tabell/personer.xlsx", tables.EmptyTable.as_view(kind=TableKind.PEOPLE), name="empty-people"),
    path("tabell/<int:pk>/", tables.ShowTable.as_view(), name="table"),
    path("tabell/<int:pk>/gor-sa/", tables.ApplyTable.as_view(), name="apply-table"),
    path("tabell/<int:pk>/stoppa/", tables.StopTable.as_view(), name="stop-table"),
    path("tabell/<int:pk>/lagg-undan/", tables.PutTableAside.as_view(), name="put-table-aside"),
]

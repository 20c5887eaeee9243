"""Addresses of the plan's outline, and of what is done to its rows."""

from django.urls import path

from rimlig.planning.copying import views as views_copying
from rimlig.planning.follow_ups import views as views_follow_up
from rimlig.planning.outline import views as views_outline
from rimlig.planning.outline import views_new
from rimlig.planning.rows import views_change, views_history

of_outline = [
    path("plan/<int:pk>/", views_outline.PlanOutline.as_view(), name="plan"),
    path("plan/<int:pk>/aterstar/", views_follow_up.MissingPage.as_view(), name="missing"),
    path("plan/<int:pk>/ny/<str:kind>/<int:parent>/", views_outline.AddRow.as_view(), name="add"),
    path("plan/<int:pk>/mal/", views_outline.TakeGoals.as_view(), name="take-goals"),
    path("plan/<int:pk>/planera-uppfoljningar/", views_follow_up.PlanMany.as_view(), name="plan-follow-ups"),
    path("plan/<int:pk>/hamta/", views_copying.Sources.as_view(), name="sources"),
    path("plan/<int:pk>/hamta/bibliotek/", views_copying.FromLibrary.as_view(), name="from-library"),
    path("plan/<int:pk>/hamta/plan/<int:source>/", views_copying.FromPlan.as_view(), name="from-plan"),
    path("namnd/<int:pk>/ny-plan/", views_new.NewPlan.as_view(), name="new-plan"),
    path("planera/<int:pk>/", views_follow_up.PlanFollowUp.as_view(), name="plan-follow-up"),
    path("flytta/<str:kind>/<int:pk>/", views_outline.MoveRow.as_view(), name="move"),
    path("ta-bort/<str:kind>/<int:pk>/", views_outline.RemoveRow.as_view(), name="remove"),
    path("galler-mal/<str:kind>/<int:pk>/", views_outline.ServeGoals.as_view(), name="serve"),
    path("begransa/<str:kind>/<int:pk>/", views_outline.LimitRow.as_view(), name="limit"),
    path("andra/<str:kind>/<int:pk>/", views_change.ChangeRow.as_view(), name="change"),
    path("visa/<str:kind>/<int:pk>/", views_change.ShowRow.as_view(), name="show"),
    path("historik/<str:kind>/<int:pk>/", views_history.RowHistory.as_view(), name="history"),
]

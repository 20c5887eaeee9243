"""The addresses of what a municipality decides for all its boards."""

from typing import Final

from django.urls import URLPattern, path

from rimlig.planning.municipality import (
    views_categories,
    views_common,
    views_common_answers,
    views_council,
    views_goal_import,
    views_scales,
)
from rimlig.planning.outline import views_wording

of_municipality: Final[list[URLPattern]] = [
    path("kommun/<int:pk>/mal/", views_council.LatestGoals.as_view(), name="latest-goals"),
    path("kommun/<int:pk>/mal/<int:year>/", views_council.CouncilGoals.as_view(), name="council-goals"),
    path("kommun/<int:pk>/mal/<int:year>/nytt/", views_council.AddGoal.as_view(), name="add-goal"),
    path(
        "kommun/<int:pk>/mal/<int:year>/nytt-inriktningsmal/",
        views_council.AddOrientation.as_view(),
        name="add-orientation",
    ),
    path("kommun/<int:pk>/mal/<int:year>/las-in/", views_goal_import.ImportGoals.as_view(), name="import-goals"),
    path("kommun/<int:pk>/mal/<int:year>/kopiera/", views_council.CopyGoals.as_view(), name="copy-goals"),
    path("kommun/mal/<int:pk>/andra/", views_council.ChangeGoal.as_view(), name="change-goal"),
    path("kommun/mal/<int:pk>/flytta/", views_council.MoveGoal.as_view(), name="move-goal"),
    path("kommun/mal/<int:pk>/ta-bort/", views_council.RemoveGoal.as_view(), name="remove-goal"),
    path("kommun/inriktningsmal/<int:pk>/andra/", views_council.ChangeOrientation.as_view(), name="change-orientation"),
    path("kommun/inriktningsmal/<int:pk>/flytta/", views_council.MoveOrientation.as_view(), name="move-orientation"),
    path(
        "kommun/inriktningsmal/<int:pk>/ta-bort/", views_council.RemoveOrientation.as_view(), name="remove-orientation"
    ),
    path("kommun/<int:pk>/skalor/", views_scales.ScalesPage.as_view(), name="scales"),
    path("kommun/<int:pk>/skalor/andra/", views_scales.ChangeScales.as_view(), name="change-scales"),
    path("kommun/<int:pk>/riskkategorier/", views_categories.Categories.as_view(), name="categories"),
    path("kommun/<int:pk>/riskkategorier/borja/", views_categories.BeginScales.as_view(), name="begin-scales"),
    path("kommun/<int:pk>/riskkategorier/ny/", views_categories.AddCategory.as_view(), name="add-category"),
    path("kommun/riskkategori/<int:pk>/andra/", views_categories.ChangeCategory.as_view(), name="change-category"),
    path("kommun/riskkategori/<int:pk>/flytta/", views_categories.MoveCategory.as_view(), name="move-category"),
    path("kommun/<int:pk>/gemensamma-risker/", views_common.LatestCommonRisks.as_view(), name="latest-common-risks"),
    path("kommun/<int:pk>/gemensamma-risker/<int:year>/", views_common.CommonRisks.as_view(), name="common-risks"),
    path(
        "kommun/<int:pk>/gemensamma-risker/<int:year>/ny/", views_common.AddCommonRisk.as_view(), name="add-common-risk"
    ),
    path(
        "kommun/<int:pk>/gemensamma-risker/<int:year>/kopiera/",
        views_common.CopyCommonRisks.as_view(),
        name="copy-common-risks",
    ),
    path("kommun/gemensam-risk/<int:pk>/andra/", views_common.ChangeCommonRisk.as_view(), name="change-common-risk"),
    path("kommun/gemensam-risk/<int:pk>/skicka/", views_common.SendCommonRisk.as_view(), name="send-common-risk"),
    path(
        "kommun/gemensam-risk/<int:pk>/dra-tillbaka/",
        views_common.WithdrawCommonRisk.as_view(),
        name="withdraw-common-risk",
    ),
    path("kommun/gemensam-risk/<int:pk>/ta-bort/", views_common.RemoveCommonRisk.as_view(), name="remove-common-risk"),
    path("plan/<int:pk>/gemensamma-risker/", views_common_answers.AskedRisks.as_view(), name="asked-risks"),
    path(
        "plan/<int:pk>/gemensamma-risker/<int:risk>/ta-upp/",
        views_common_answers.TakeUpRisk.as_view(),
        name="take-up-risk",
    ),
    path(
        "plan/<int:pk>/gemensamma-risker/<int:risk>/avsta/",
        views_common_answers.RefuseRisk.as_view(),
        name="refuse-risk",
    ),
    path("plan/<int:pk>/fullmaktiges-lydelse/", views_wording.DifferingGoals.as_view(), name="council-wording"),
    path(
        "plan/<int:pk>/fullmaktiges-lydelse/<int:goal>/",
        views_wording.UseCouncilWording.as_view(),
        name="use-council-wording",
    ),
]

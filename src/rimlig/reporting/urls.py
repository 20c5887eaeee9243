from django.urls import path

from rimlig.reporting import views, views_overview, views_summary
from rimlig.reporting.auditing.views import AuditFile, AuditFileAs
from rimlig.reporting.tracing.views import TraceOfFollowUp, Unsupported

app_name = "reporting"
urlpatterns = [
    path("kommun/<int:pk>/oversikt/rapport/", views_overview.LatestAllBoards.as_view(), name="latest-all-boards"),
    path(
        "kommun/<int:pk>/oversikt/<int:year>/<slug:period>/",
        views_overview.AllBoardsReport.as_view(),
        name="all-boards",
    ),
    path(
        "kommun/<int:pk>/oversikt/<int:year>/<slug:period>/<slug:extension>/",
        views_overview.AllBoardsFile.as_view(),
        name="all-boards-file",
    ),
    path("rapport/mall/", views.EmptyWorkbook.as_view(), name="empty-workbook"),
    path("rapport/<int:pk>/", views.Reports.as_view(), name="reports"),
    path("rapport/<int:pk>/plan/", views.PlanReport.as_view(), name="plan"),
    path("rapport/<int:pk>/plan/<slug:extension>/", views.PlanFile.as_view(), name="plan-file"),
    path("rapport/<int:pk>/uppfoljning/<slug:period>/", views.FollowUpReport.as_view(), name="follow-up"),
    path("rapport/<int:pk>/uppfoljning/<slug:period>/utan-underlag/", Unsupported.as_view(), name="unsupported"),
    path(
        "rapport/<int:pk>/uppfoljning/<slug:period>/<slug:extension>/",
        views.FollowUpFile.as_view(),
        name="follow-up-file",
    ),
    path("revisorsakt/<int:pk>/", AuditFile.as_view(), name="audit-file"),
    path("revisorsakt/<int:pk>/<slug:extension>/", AuditFileAs.as_view(), name="audit-file-as"),
    path("sparning/<int:pk>/<slug:period>/", TraceOfFollowUp.as_view(), name="trace"),
    path("rapport/<int:pk>/sammanfattning/<slug:period>/", views_summary.SummaryReport.as_view(), name="summary"),
    path(
        "rapport/<int:pk>/sammanfattning/<slug:period>/<slug:extension>/",
        views_summary.SummaryFile.as_view(),
        name="summary-file",
    ),
    path("rapport/<int:pk>/handlingsplaner/", views.ActionPlansReport.as_view(), name="action-plans"),
    path(
        "rapport/<int:pk>/handlingsplaner/<slug:extension>/", views.ActionPlansFile.as_view(), name="action-plans-file"
    ),
]

from django.urls import path

from rimlig.reminders import views_mail, views_own, views_year

app_name = "reminders"
urlpatterns = [
    path("notiser/", views_own.Notices.as_view(), name="notices"),
    path("notiser/<int:pk>/", views_own.OpenNotice.as_view(), name="open-notice"),
    path("konto/paminnelser/", views_own.Settings.as_view(), name="settings"),
    path("konto/kalender/ny/", views_own.RenewCalendar.as_view(), name="renew-calendar"),
    path("konto/kalender/stang/", views_own.CloseCalendar.as_view(), name="close-calendar"),
    path("kalender/<str:secret>.ics", views_own.Calendar.as_view(), name="calendar"),
    path("arshjul/", views_year.YearWheel.as_view(), name="year"),
    path("kommun/<int:pk>/utskick/", views_mail.SentMail.as_view(), name="mail"),
]

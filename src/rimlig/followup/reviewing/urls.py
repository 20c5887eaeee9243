"""The addresses of reviewing, below the room's own."""

from django.urls import path

from rimlig.followup.reviewing import views_board, views_excel, views_review

of_reviews = [
    path("plan/<int:pk>/svar/", views_board.Matrix.as_view(), name="matrix"),
    path("plan/<int:pk>/svar/godkann/", views_board.ApproveMany.as_view(), name="approve-many"),
    path("plan/<int:pk>/svar/paminn/", views_board.Remind.as_view(), name="remind"),
    path("plan/<int:pk>/svar/excel/", views_excel.AnswersAsExcel.as_view(), name="answers-as-excel"),
    path("svar/<int:pk>/granska/", views_review.ReviewAnswer.as_view(), name="review"),
    path("svar/<int:pk>/kommentera/", views_review.Comment.as_view(), name="comment-answer"),
]

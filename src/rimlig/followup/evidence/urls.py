"""The addresses of evidence."""

from typing import Final

from django.urls import path

from rimlig.followup.evidence import views

of_evidence: Final = [
    path("svar/<int:pk>/underlag/", views.AddEvidence.as_view(), name="add-evidence"),
    path("underlag/<int:pk>/ta-bort/", views.RemoveEvidence.as_view(), name="remove-evidence"),
    path("underlag/<int:pk>/bild/", views.EvidencePreview.as_view(), name="evidence-preview"),
    path("underlag/<int:pk>/fil/", views.EvidenceFile.as_view(), name="evidence-file"),
]

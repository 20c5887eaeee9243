"""A person's own page leads to how they are reminded."""

from django.test import Client

from rimlig.organisation.models import User


def test_ones_own_account_leads_to_the_reminders(client: Client, controller: User) -> None:
    client.force_login(controller)
    page = client.get("/konto/").content.decode()
    assert "Välj hur jag påminns" in page
    assert "/paminnelser/" in page

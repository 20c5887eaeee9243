"""What a municipality opens: only what is decided, only when it has decided so, unchanged, and without names in the data."""

import hashlib
import json
from typing import Any

import pytest
import rdflib
import rdflib.compare
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from factories import (
    AppearanceFactory,
    DecisionFactory,
    FrozenReportFactory,
    OpenDataFactory,
    PlanFactory,
)
from rimlig.core.errors import Outdated, RuleBroken
from rimlig.opendata.models import OpenData
from rimlig.opendata.operations import decide
from rimlig.opendata.published import published
from rimlig.organisation.models import Board, Municipality
from rimlig.planning.models import Plan, PlanState
from rimlig.records.files import store_file

DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
DCTERMS = rdflib.Namespace("http://purl.org/dc/terms/")
FOAF = rdflib.Namespace("http://xmlns.com/foaf/0.1/")
VCARD = rdflib.Namespace("http://www.w3.org/2006/vcard/ns#")
PDF = b"%PDF-1.7 beslutad"
DATA = {
    "format": "rimlig-plan/1",
    "kind": "plan",
    "goals": [{"processes": [{"working_methods": [{"events": [{"text": "Fel lön", "accepted_by": "Siv Norrby"}]}]}]}],
    "follow_ups": [
        {"text": "Stickprov", "performer": "Amira Holm", "reviewer": "Joel Brandt", "answering": ["Förskolan"]}
    ],
}
LISTING = "/oppna-data/lindhaga/"
VALUES = {
    "is_open": True,
    "with_documents": False,
    "licence": "cc0",
    "contact_name": "Kontaktcenter",
    "contact_email": "kontakt@lindhaga.example",
}

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),  # rdflib itself uses it
]


@pytest.fixture
def lindhaga(board: Board) -> Municipality:
    return board.municipality


def kept(municipality: Municipality, data: Any = DATA, document: bytes = PDF) -> dict[str, Any]:
    return {
        "document": store_file(document, "application/pdf", municipality, by=None),
        "data": store_file(json.dumps(data).encode(), "application/json", municipality, by=None),
    }


def adopted(board: Board, year: int, **more: Any) -> Plan:
    plan = PlanFactory(board=board, year=year)
    this = Plan.objects.filter(pk=plan.pk)
    this.update(state=PlanState.PROPOSED)
    this.update(state=PlanState.ADOPTED, decision=DecisionFactory(board=board, **kept(board.municipality, **more)))
    return this.get()


def addresses(key: str) -> list[str]:
    return [f"{LISTING}{key}/json/", f"{LISTING}{key}/pdf/"]


def test_nothing_is_there_until_the_municipality_has_decided_so(client: Client, board: Board) -> None:
    plan = adopted(board, 2026)
    everything = [LISTING, f"{LISTING}katalog.rdf", f"{LISTING}katalog.jsonld", f"{LISTING}logotyp/"]
    everything += addresses(f"plan-{plan.pk}")
    assert {client.get(address).status_code for address in everything} == {404}
    OpenDataFactory(municipality=board.municipality, is_open=False)
    assert {client.get(address).status_code for address in everything} == {404}
    assert client.get("/oppna-data/finns-inte/").status_code == 404


def test_what_is_open_is_open_to_who_has_not_signed_in(client: Client, board: Board) -> None:
    OpenDataFactory(municipality=board.municipality)
    plan = adopted(board, 2026)
    page = client.get(LISTING).content.decode()
    assert "Internkontrollplan" in page
    assert "LIN 2025/118" in page
    assert hashlib.sha256(PDF).hexdigest() in page
    assert all(address in page for address in addresses(f"plan-{plan.pk}"))


@pytest.mark.parametrize("state", list(PlanState))
def test_only_a_plan_that_is_decided_is_ever_open(client: Client, board: Board, state: PlanState) -> None:
    OpenDataFactory(municipality=board.municipality)
    plan = PlanFactory(board=board, year=2026)
    this = Plan.objects.filter(pk=plan.pk)
    if state != PlanState.DRAFT:
        this.update(state=PlanState.PROPOSED)
    decided = state in {PlanState.ADOPTED, PlanState.CLOSED, PlanState.REPLACED}
    if decided:
        this.update(state=PlanState.ADOPTED, decision=DecisionFactory(board=board, **kept(board.municipality)))
    if state in {PlanState.CLOSED, PlanState.REPLACED}:
        this.update(state=state)
    assert this.get().state == state
    expected = 200 if decided else 404
    assert {client.get(address).status_code for address in addresses(f"plan-{plan.pk}")} == {expected}
    assert (f"plan-{plan.pk}" in client.get(LISTING).content.decode()) is decided
    assert (f"plan-{plan.pk}" in client.get(f"{LISTING}katalog.rdf").content.decode()) is decided


def test_another_municipalitys_plans_are_not_among_them(client: Client, board: Board, lindhaga: Municipality) -> None:
    OpenDataFactory(municipality=lindhaga)
    theirs = PlanFactory(board__municipality__code="sjovik", board__municipality__name="Sjövik kommun")
    this = Plan.objects.filter(pk=theirs.pk)
    this.update(state=PlanState.PROPOSED)
    decision = DecisionFactory(board=theirs.board, **kept(theirs.board.municipality))
    this.update(state=PlanState.ADOPTED, decision=decision)
    assert {client.get(address).status_code for address in addresses(f"plan-{theirs.pk}")} == {404}
    assert client.get("/oppna-data/sjovik/").status_code == 404


def test_the_document_is_the_very_bytes_and_may_be_kept(client: Client, board: Board) -> None:
    OpenDataFactory(municipality=board.municipality)
    plan = adopted(board, 2026)
    answer = client.get(f"{LISTING}plan-{plan.pk}/pdf/")
    assert answer.content == PDF
    assert answer["ETag"] == f'"{hashlib.sha256(PDF).hexdigest()}"'
    assert "public" in answer["Cache-Control"]
    assert "sessionid" not in answer.cookies
    again = client.get(f"{LISTING}plan-{plan.pk}/pdf/", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_documents_are_open_only_where_the_municipality_wants_them(client: Client, board: Board) -> None:
    OpenDataFactory(municipality=board.municipality, with_documents=False)
    plan = adopted(board, 2026)
    assert client.get(f"{LISTING}plan-{plan.pk}/pdf/").status_code == 404
    for page in (LISTING, f"{LISTING}katalog.rdf"):
        assert "/pdf/" not in client.get(page).content.decode()


def test_the_data_names_no_person(client: Client, board: Board) -> None:
    OpenDataFactory(municipality=board.municipality)
    plan = adopted(board, 2026)
    answer = client.get(f"{LISTING}plan-{plan.pk}/json/")
    assert answer.json() == {
        "format": "rimlig-plan/1",
        "kind": "plan",
        "goals": [{"processes": [{"working_methods": [{"events": [{"text": "Fel lön"}]}]}]}],
        "follow_ups": [{"text": "Stickprov", "answering": ["Förskolan"]}],
    }
    assert "namnen på dem som accepterar" in client.get(LISTING).content.decode().lower()


@pytest.mark.parametrize("data", [{"format": "rimlig-blocks/1", "signed": "Siv Norrby"}, ["Siv Norrby"]])
def test_data_of_which_we_do_not_know_where_names_stand_is_not_open(client: Client, board: Board, data: Any) -> None:
    OpenDataFactory(municipality=board.municipality)
    plan = adopted(board, 2026, data=data)
    assert client.get(f"{LISTING}plan-{plan.pk}/json/").status_code == 404
    assert "/json/" not in client.get(LISTING).content.decode()


def test_approved_reports_are_open_with_their_editions(client: Client, board: Board) -> None:
    OpenDataFactory(municipality=board.municipality)
    first = FrozenReportFactory(plan__board=board, **kept(board.municipality))
    second = FrozenReportFactory(
        plan=first.plan, period=first.period, edition=2, replaces=first, reason="Fel siffra", **kept(board.municipality)
    )
    page = client.get(LISTING).content.decode()
    assert f"rapport-{first.pk}" in page
    assert "ersatt av en senare utgåva" in page
    assert client.get(f"{LISTING}rapport-{second.pk}/pdf/").content == PDF


def graph(client: Client, form: str) -> rdflib.Graph:
    answer = client.get(f"{LISTING}katalog.{form}")
    assert answer.status_code == 200
    return rdflib.Graph().parse(data=answer.content, format={"rdf": "xml", "jsonld": "json-ld"}[form])


@pytest.mark.parametrize("form", ["rdf", "jsonld"])
def test_the_catalogue_has_what_the_profile_demands(client: Client, board: Board, form: str) -> None:
    OpenDataFactory(municipality=board.municipality)
    adopted(board, 2025)
    adopted(board, 2026)
    read = graph(client, form)
    catalogue = read.value(predicate=rdflib.RDF.type, object=DCAT.Catalog)
    demanded = [DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.license, DCAT.dataset]
    assert [one for one in demanded if read.value(catalogue, one) is None] == [] or len(
        list(read.objects(catalogue, DCAT.dataset))
    ) == 2
    publisher = read.value(catalogue, DCTERMS.publisher)
    assert (publisher, rdflib.RDF.type, FOAF.Agent) in read
    assert str(read.value(publisher, FOAF.name)) == "Lindhaga kommun"
    datasets = list(read.objects(catalogue, DCAT.dataset))
    assert len(datasets) == 2
    for dataset in datasets:
        assert (dataset, rdflib.RDF.type, DCAT.Dataset) in read
        for one in (DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.contactPoint, DCAT.theme):
            assert read.value(dataset, one) is not None
        contact = read.value(dataset, DCAT.contactPoint)
        assert str(read.value(contact, VCARD.hasEmail)) == "mailto:kontakt@lindhaga.example"
        distributions = list(read.objects(dataset, DCAT.distribution))
        assert len(distributions) == 2
        for distribution in distributions:
            address = str(read.value(distribution, DCAT.accessURL))
            assert client.get(address.removeprefix("http://testserver")).status_code == 200
            assert read.value(distribution, DCTERMS.license) is not None


def test_both_forms_of_the_catalogue_say_the_same(client: Client, board: Board) -> None:
    OpenDataFactory(municipality=board.municipality)
    adopted(board, 2026)
    assert rdflib.compare.isomorphic(graph(client, "rdf"), graph(client, "jsonld"))


def test_a_catalogue_without_data_is_still_one(client: Client, board: Board) -> None:
    OpenDataFactory(municipality=board.municipality)
    assert len(list(graph(client, "rdf").subjects(rdflib.RDF.type, DCAT.Catalog))) == 1
    assert "Inget är beslutat än" in client.get(LISTING).content.decode()


def test_the_logo_is_open_with_the_list(client: Client, board: Board) -> None:
    OpenDataFactory(municipality=board.municipality)
    assert client.get(f"{LISTING}logotyp/").status_code == 404
    AppearanceFactory(municipality=board.municipality, with_logo=True)
    assert client.get(f"{LISTING}logotyp/").content.startswith(b"<svg")


def test_queries_do_not_grow(client: Client, board: Board, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    OpenDataFactory(municipality=board.municipality)
    for years in ((2020,), (2021, 2022, 2023)):
        for year in years:
            FrozenReportFactory(plan=adopted(board, year), **kept(board.municipality))
        with django_assert_num_queries(4):
            client.get(LISTING)
        with django_assert_num_queries(3):
            client.get(f"{LISTING}katalog.rdf")


def test_open_data_needs_a_contact(lindhaga: Municipality) -> None:
    with pytest.raises(RuleBroken, match="behöver någon att fråga"):
        decide(lindhaga, VALUES | {"contact_email": ""}, version=0, by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        OpenDataFactory(municipality=lindhaga, contact_name="")


def test_it_is_decided_closed_again_and_nobody_is_overwritten(client: Client, lindhaga: Municipality) -> None:
    decide(lindhaga, VALUES, version=0, by=None)
    assert client.get(LISTING).status_code == 200
    with pytest.raises(Outdated):
        decide(lindhaga, VALUES | {"licence": "cc-by"}, version=0, by=None)
    decide(lindhaga, VALUES | {"is_open": False}, version=1, by=None)
    assert client.get(LISTING).status_code == 404
    assert OpenData.objects.get().version == 2


def test_what_is_published_is_sorted_with_the_latest_first(board: Board) -> None:
    decision = OpenDataFactory(municipality=board.municipality)
    for year in (2024, 2026, 2025):
        adopted(board, year)
    assert [one.year for one in published(decision)] == [2026, 2025, 2024]

"""The address as somebody fills it in: a sentence beside each field, nothing lost, nothing asked twice."""

from typing import Any

import pytest
from django.utils import translation

from shop.delivery.addresses import Address
from shop.delivery.forms import AddressForm
from tests import delivery_factories as make

pytestmark = pytest.mark.django_db
ADA = {
    "first_name": "Ada",
    "last_name": "Lefèvre",
    "line1": "12 rue des Cordeliers",
    "postcode": "44000",
    "city": "Nantes",
    "country": "FR",
}


@pytest.fixture(autouse=True)
def english() -> Any:
    make.deliver_everywhere()
    with translation.override("en"):
        yield


def errors(**typed: str) -> dict[str, list[str]]:
    return {name: list(said) for name, said in AddressForm(ADA | typed).errors.items()}


def test_a_right_address_comes_out_tidied() -> None:
    form = AddressForm(ADA | {"first_name": "  Ada ", "postcode": "f-44 000", "phone": "06 12 34 56 78"})

    assert form.is_valid(), form.errors
    assert form.address() == Address(
        *("Ada", "Lefèvre", "12 rue des Cordeliers", "", "44000", "Nantes", "FR", "+33612345678")
    )


def test_an_empty_form_says_what_is_missing_beside_each_field_and_asks_no_more() -> None:
    form = AddressForm({})

    assert {name: list(said) for name, said in form.errors.items()} == {
        "first_name": ["Your first name is missing."],
        "last_name": ["Your last name is missing."],
        "line1": ["Number and street are missing."],
        "postcode": ["The postcode is missing."],
        "city": ["The town is missing."],
        "country": ["The country is missing."],
    }


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"postcode": "4400"}, "postcode", "One digit is missing: French postcodes have five, for example 44000."),
        ({"country": "BE"}, "postcode", "There is one digit too many: Belgian postcodes have four, for example 1000."),
        ({"country": "CH"}, "country", "We do not deliver to this country yet. Choose another one."),
        (
            {"first_name": "42"},
            "first_name",
            "A name has at least one letter. Write it as it stands on your letter box.",
        ),
        ({"line1": "."}, "line1", "This cannot be delivered to. Write it as it stands on a letter to you."),
        ({"city": "-"}, "city", "This cannot be delivered to. Write it as it stands on a letter to you."),
        ({"last_name": "x" * 61}, "last_name", "That is too long: 60 signs at most."),
        ({"line1": "x" * 81}, "line1", "That is too long: 80 signs at most."),
        (
            {"phone": "12"},
            "phone",
            "No telephone answers to this number. Write it like 06\u00a012\u00a034\u00a056\u00a078.",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_only(typed: dict[str, str], field: str, sentence: str) -> None:
    assert errors(**typed) == {field: [sentence]}


def test_what_was_typed_stays_in_the_field() -> None:
    form = AddressForm(ADA | {"postcode": "4400", "first_name": "Zoë <b>"})

    html = form.as_p()
    assert 'value="4400"' in html
    assert 'value="Zoë &lt;b&gt;"' in html
    assert "<b>" not in html


def test_who_fetches_a_parcel_is_asked_for_neither_street_nor_town() -> None:
    form = AddressForm({"first_name": "Ada", "last_name": "Lefèvre", "postcode": "44000", "country": "FR"}, pickup=True)

    assert set(form.fields) == {"first_name", "last_name", "postcode", "country", "phone"}
    assert form.is_valid(), form.errors
    assert form.address() == Address("Ada", "Lefèvre", postcode="44000", country="FR")


def test_every_field_tells_browsers_what_belongs_into_it() -> None:
    given = {name: field.widget.attrs.get("autocomplete") for name, field in AddressForm().fields.items()}

    assert given == {
        "first_name": "given-name",
        "last_name": "family-name",
        "line1": "address-line1",
        "line2": "address-line2",
        "postcode": "postal-code",
        "city": "address-level2",
        "country": "country",
        "phone": "tel",
    }
    assert {name for name, field in AddressForm().fields.items() if not field.required} == {"line2", "phone"}


def test_countries_are_those_that_are_delivered_to_in_the_readers_language() -> None:
    choices = dict(AddressForm().fields["country"].choices)  # type: ignore[attr-defined]

    assert choices["NL"] == "Netherlands"
    assert "CH" not in choices
    with translation.override("fr"):
        assert dict(AddressForm().fields["country"].choices)["NL"] == "Pays-Bas"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "nasty", ["\x00", "a\x00b", "\u202ex", "<script>alert(1)</script>", "{{ 7*7 }}", "' OR 1=1", "\r\nBcc: x"]
)
def test_garbage_never_breaks_the_form(nasty: str) -> None:
    for name in ADA:
        form = AddressForm(ADA | {name: nasty})
        form.is_valid()
        kept = form.cleaned_data.get(name, "")
        assert "\x00" not in kept
        assert "\r" not in kept
        assert "\n" not in kept

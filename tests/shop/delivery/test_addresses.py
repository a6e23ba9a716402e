"""Addresses of every country that is known: what is accepted, how it is written, what is said of what is wrong."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from shop.accounts import places as address_book
from shop.delivery import places, postcodes
from shop.delivery.addresses import check, clean_line, clean_name, clean_phone, clean_postcode, tidy
from tests import delivery_factories as make

# Country: (as it is written, other writings of it), (one that is wrong, what is said of it in English).
POSTCODES = {
    "AD": ("AD500", ["ad 500", "500"], "AD900", "Andorran postcodes look like this: AD500."),
    "AT": ("1010", ["A-1010", "AT 1010"], "101", "One digit is missing: Austrian postcodes have four"),
    "BE": ("1000", ["B-1000", "be1000", " 10 00 "], "0123", "There is no such Belgian postcode."),
    "BG": ("1000", ["BG-1000"], "10000", "There is one digit too many: Bulgarian postcodes have four"),
    "CH": ("1200", ["CH-1200"], "12", "2 digits are missing: Swiss postcodes have four"),
    "CY": ("1010", ["CY-1010"], "101O", "Cypriot postcodes have four digits and nothing else"),
    "CZ": ("110 00", ["11000", "CZ-110 00"], "81000", "There is no such Czech postcode."),
    "DE": ("10115", ["D-10115", "DE 10115", "1 0 1 1 5"], "1011", "One digit is missing: German postcodes have five"),
    "DK": ("1050", ["DK-1050"], "105", "One digit is missing: Danish postcodes have four"),
    "EE": ("10111", ["EE-10111"], "1011", "One digit is missing: Estonian postcodes have five"),
    "ES": ("28001", ["E-28001", "ES-28001"], "53001", "There is no such Spanish postcode."),
    "FI": ("00100", ["FI-00100", "FIN-00100"], "100", "2 digits are missing: Finnish postcodes have five"),
    "FR": ("44000", ["F-44000", "fr-44 000", "４４０００"], "96000", "There is no such French postcode."),
    "GB": ("SW1A 1AA", ["sw1a1aa"], "12345", "British postcodes look like this: SW1A 1AA."),
    "GR": ("104 31", ["10431", "GR-104 31"], "1043", "One digit is missing: Greek postcodes have five"),
    "HR": ("10000", ["HR-10000"], "60000", "There is no such Croatian postcode."),
    "HU": ("1011", ["H-1011", "HU-1011"], "10111", "There is one digit too many: Hungarian postcodes have four"),
    "IE": ("D02 AF30", ["d02af30", "D02-AF30"], "D02", "Irish postcodes look like this: D02 AF30."),
    "IS": ("101", ["IS-101"], "1011", "There is one digit too many: Icelandic postcodes have three"),
    "IT": ("00118", ["I-00118", "IT-00118"], "118", "2 digits are missing: Italian postcodes have five"),
    "LI": ("9490", ["FL-9490", "LI-9490"], "9000", "There is no such Liechtenstein postcode."),
    "LT": ("LT-01100", ["01100", "lt01100"], "1100", "One digit is missing: Lithuanian postcodes have five"),
    "LU": ("1111", ["L-1111", "LU-1111", "l 1111"], "111", "One digit is missing: Luxembourg postcodes have four"),
    "LV": ("LV-1010", ["1010", "lv 1010"], "6010", "There is no such Latvian postcode."),
    "MC": ("98000", ["MC-98000"], "06000", "There is no such Monegasque postcode. This one exists: 98000."),
    "MT": ("VLT 1117", ["vlt1117"], "VLT 17", "Maltese postcodes look like this: VLT 1117."),
    "NL": ("1012 AB", ["1012ab", "1012  AB"], "1012", "Dutch postcodes look like this: 1012 AB."),
    "NO": ("0150", ["N-0150", "NO-0150"], "150", "One digit is missing: Norwegian postcodes have four"),
    "PL": ("00-950", ["00950", "PL 00-950"], "00-95", "One digit is missing: Polish postcodes have five"),
    "PT": ("1000-205", ["1000205", "P-1000-205"], "1000", "3 digits are missing: Portuguese postcodes have seven"),
    "RO": ("010011", ["RO-010011"], "10011", "One digit is missing: Romanian postcodes have six"),
    "SE": ("111 22", ["11122", "SE-111 22", "S-11122"], "1112", "One digit is missing: Swedish postcodes have five"),
    "SI": ("1000", ["SI-1000"], "0100", "There is no such Slovenian postcode."),
    "SK": ("811 01", ["81101", "SK-811 01"], "11101", "There is no such Slovak postcode."),
    "SM": ("47890", ["SM-47890"], "47900", "There is no such Sammarinese postcode."),
    "VA": ("00120", ["VA-00120"], "00121", "There is no such Vatican postcode."),
}


def said(country: str, text: str, language: str = "en") -> str:
    with translation.override(language), pytest.raises(ValidationError) as refused:
        clean_postcode(country, text)
    (sentence,) = refused.value.messages
    return sentence


def test_every_country_that_is_known_has_its_rule_and_is_tried_here() -> None:
    assert set(postcodes.RULES) == set(POSTCODES) == set(places.KNOWN)


@pytest.mark.parametrize("country", POSTCODES)
def test_a_postcode_however_it_is_typed_is_written_as_its_country_writes_it(country: str) -> None:
    written, others, wrong, sentence = POSTCODES[country]

    assert [clean_postcode(country, typed) for typed in (written, *others)] == [written] * (len(others) + 1)
    assert said(country, wrong).startswith(sentence)


@pytest.mark.parametrize("country", POSTCODES)
def test_the_example_of_a_country_is_one_and_stands_in_each_sentence(country: str) -> None:
    rule = postcodes.RULES[country]

    assert clean_postcode(country, rule.example) == rule.example
    for text in ("", "1", "12345678", "nowhere", "-", "½"):
        assert rule.example in said(country, text), text


def test_the_sentence_is_that_of_the_look() -> None:
    assert said("FR", "4400") == "One digit is missing: French postcodes have five, for example 44000."
    words = "Il manque un chiffre\u00a0: un code postal français en compte cinq, par exemple 44000."
    assert said("FR", "4400", "fr") == words


@pytest.mark.parametrize(
    ("country", "postcode", "place"),
    [
        ("FR", "97400", "French territories overseas"),
        ("FR", "97133", "French territories overseas"),
        ("FR", "98800", "French territories overseas"),
        ("ES", "35001", "the Canary Islands"),
        ("ES", "38 001", "the Canary Islands"),
        ("ES", "51001", "Ceuta and Melilla"),
        ("IT", "23041", "Livigno"),
        ("IT", "22061", "Campione d’Italia"),
        ("DE", "78266", "Büsingen"),
        ("DE", "D-27498", "Heligoland"),
        ("GR", "630 86", "Mount Athos"),
        ("FI", "22100", "the Åland Islands"),
        ("DK", "3900", "Greenland"),
    ],
)
def test_what_lies_outside_the_vat_area_is_refused_by_name(country: str, postcode: str, place: str) -> None:
    sentence = f"We do not deliver to {place} yet: customs lie in between. Choose an address on the mainland."

    assert said(country, postcode) == sentence


@pytest.mark.parametrize("postcode", ["98000", "20000", "20600", "01000", "95880", "75116"])
def test_monaco_and_corsica_are_france_to_the_post(postcode: str) -> None:
    assert clean_postcode("FR", postcode) == postcode


def test_a_country_without_a_rule_is_refused() -> None:
    assert said("US", "90210") == "We do not know the postcodes of this country. Choose another one."
    assert said("", "44000") == "We do not know the postcodes of this country. Choose another one."


@pytest.mark.parametrize(
    "name",
    ["Léa", "O’Brien-Łukasz", "Ελένη", "Дмитрий", "李小龍", "محمد", "Nguyễn", "José María", "Þórdís", "D", "क्षत्रिय"],
)
def test_names_of_every_script_stay_as_they_are(name: str) -> None:
    assert clean_name(name) == name


@pytest.mark.parametrize("name", ["", " ", "42", "---", "\u200b", "🙂", "\x00"])
def test_a_name_without_a_letter_is_refused(name: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        clean_name(name)
    assert refused.value.messages == ["A name has at least one letter. Write it as it stands on your letter box."]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  12   rue des\tCordeliers \n", "12 rue des Cordeliers"),
        ("Le\u0301a", "Léa"),
        ("a\u202eb\u0007c\u200bd", "abcd"),
        ("Bcc: x\r\ny", "Bcc: x y"),
        ("می\u200cخواهم", "می\u200cخواهم"),
    ],
)
def test_a_line_is_one_line_of_signs_that_can_be_seen(typed: str, kept: str) -> None:
    assert tidy(typed) == kept


@pytest.mark.parametrize("line", ["", ".", " - ", "\u200d"])
def test_a_line_without_letter_or_figure_is_refused(line: str) -> None:
    with pytest.raises(ValidationError):
        clean_line(line)


@pytest.mark.parametrize(
    ("country", "typed", "kept"),
    [
        ("FR", "06 12 34 56 78", "+33612345678"),
        ("FR", "+33 (0)6 12 34 56 78", "+33612345678"),
        ("FR", "0033612345678", "+33612345678"),
        ("FR", "+32 470 12 34 56", "+32470123456"),
        ("BE", "0470 12 34 56", "+32470123456"),
        ("DE", "0151 23456789", "+4915123456789"),
        ("IT", "06 6982", "+39066982"),
        ("FR", "", ""),
        ("FR", "  \u00a0 ", ""),
    ],
)
def test_a_telephone_number_is_kept_as_the_world_writes_it(country: str, typed: str, kept: str) -> None:
    assert clean_phone(country, typed) == kept


@pytest.mark.parametrize(
    "typed", ["06 12 34 56", "12", "hello", "+33 1", "0" * 30, "+999 123456789", "06 12 34 56 78 90"]
)
def test_a_number_that_no_telephone_answers_to_is_refused_with_an_example(typed: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        clean_phone("FR", typed)
    example = "06\u00a012\u00a034\u00a056\u00a078"
    assert refused.value.messages == [f"No telephone answers to this number. Write it like {example}."]


@pytest.mark.parametrize("country", places.KNOWN)
def test_every_country_has_an_example_of_a_telephone_number_that_it_accepts(country: str) -> None:
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        clean_phone(country, "1")
    example = refused.value.messages[0].removeprefix("No telephone answers to this number. Write it like ")[:-1]
    assert clean_phone(country, example).startswith("+")


@pytest.mark.django_db
def test_the_address_book_asks_here_which_countries_there_are_and_how_an_address_is_written() -> None:
    make.zones()

    codes = [code for code, _name in address_book.countries("fr")]
    assert codes[:3] == ["FR", "DE", "AT"]
    assert set(codes) == set(places.SHIPPED_TO)
    assert address_book.check({"country": "NL", "postcode": "1012ab"})["postcode"] == "1012 AB"


def test_an_address_is_checked_field_by_field_and_all_that_is_wrong_is_told_at_once() -> None:
    typed = {
        "first_name": " Léa ",
        "last_name": "42",
        "line1": "12  rue des Cordeliers",
        "postcode": "4400",
        "city": "-",
        "country": "FR",
        "phone": "12",
    }

    with pytest.raises(ValidationError) as refused:
        check(typed)
    assert set(refused.value.error_dict) == {"last_name", "postcode", "city", "phone"}

    right = {"last_name": "Bernard", "postcode": "F-44000", "city": " Nantes ", "phone": "0612345678"}
    assert check(typed | right) == {
        "first_name": "Léa",
        "last_name": "Bernard",
        "line1": "12 rue des Cordeliers",
        "line2": "",
        "postcode": "44000",
        "city": "Nantes",
        "country": "FR",
        "phone": "+33612345678",
    }

"""Tables for anybody: the same in both kinds of file, and nothing a spreadsheet runs."""

import json

import pytest

from tests.web.test_table_files import EVIL, csv_rows
from web.open_data import Field, Table, answer, in_words
from web.table_files import cell


def table(*rows) -> Table:
    fields = (Field("name", "Wer"), Field("number", "Wie viele"))
    return Table("zahlen", "Zahlen", "/de/zahlen/", "/de/zahlen/alle", fields, rows)


@pytest.mark.parametrize("text", EVIL)
def test_no_cell_is_a_formula(text):
    told = csv_rows(answer(table([text, 1]), "csv").content)
    assert told[1] == [cell(text), "1", "CC BY 4.0"]


def test_a_number_below_zero_stays_a_number():
    assert csv_rows(answer(table(["a", -3]), "csv").content)[1][1] == "-3"
    assert json.loads(answer(table(["a", -3]), "json").content)["rows"] == [
        {"name": "a", "number": -3}
    ]


def test_a_file_is_sent_to_be_kept_under_its_name():
    assert answer(table(), "csv")["Content-Disposition"] == 'attachment; filename="zahlen.csv"'


def test_all_that_somebody_needs_to_use_it(settings):
    told = in_words(table(["a", 1]))
    assert told["fields"] == {"name": "Wer", "number": "Wie viele"}
    assert told["source"] == f"{settings.SITE_URL}/de/zahlen/"
    assert told["time_zone"] == "Europe/Berlin"

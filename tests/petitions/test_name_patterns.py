"""Names of Dortmund are names; what a hand types without thinking is none."""

import pytest

from petitions.models import Suspicion
from petitions.name_patterns import name_signals, same_name

# Invented persons; every part is a name that people have.
PEOPLE = [
    ("Ayşe", "Yılmaz"), ("İbrahim", "Şahin"), ("Gül", "Öz"), ("Azer", "Əliyev"),
    ("فاطمة", "الزهراء"), ("محمد", "عبد الرحمن"), ("علي", "علي"), ("نور", "حسين"),
    ("Mohamed", "Mohamed"), ("Ali", "Ali"), ("Hassan", "Hassan"), ("Abdi", "Abdi"),
    ("Kavitha", "K"), ("K.", "Sivakumar"), ("S", "Anbuselvan"), ("M. K.", "Rajan"),
    ("李", "伟"), ("伟", "李"), ("김", "민준"), ("Ng", "Wei"), ("Wu", "Yu"), ("Bo", "Å"),
    ("Anna-Lena", "Müller-Schmidt"), ("Hans-Peter", "von der Heide"), ("Jean-Luc", "D'Arc"),
    ("Siobhán", "O’Brien"), ("Shaquille", "O'Neal-Weber"), ("Nguyễn", "Thị Ánh"),
    ("Олександра", "Шевченко"), ("Юлия", "Щукина"), ("Στέλιος", "Παπαδόπουλος"),
    ("Łukasz", "Brzęczyszczykiewicz"), ("Zbigniew", "Szczęsny"), ("Ștefan", "Țurcanu"),
    ("Jo", "Ewertz"), ("Wilhelm", "Wertz"), ("Andrew", "Trewin"), ("Klaus", "Ewert"),
    ("Aaron", "Aas"), ("Oona", "Saar"), ("Willi", "Schifffahrt"), ("Aa", "Oo"),
    ("Desirée", "Zeißler"), ("Xi", "Xu"), ("José María", "de la Cruz"), ("Mihai", "Popescu jr."),
    ("Şerîfe", "Kılıç"), ("ئاڤان", "ڕەشید"), ("פנינה", "כהן"), ("Thi", "Le"), ("Ö", "Çelik"),
    ("Karl", "Friedrich III"), ("Sunita", "Sharma"), ("மாலதி", "க"), ("प्रिया", "सिंह"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "family"), PEOPLE)
def test_people_are_people(given, family):
    assert name_signals(given, family) == []


@pytest.mark.parametrize(
    ("given", "family", "signal"),
    [
        ("Sabine", "sabine", "same_names"),
        ("Anna-Lena", "Anna Lena", "same_names"),
        ("Test1", "Müller", "no_name"),
        ("Anna", "٣٤", "no_name"),
        ("Kauf", "www.billig", "no_name"),
        ("Kauf", "billig.ru", "no_name"),
        ("https://x", "y", "no_name"),
        ("a@b", "Müller", "no_name"),
        ("asdf", "Müller", "keyboard"),
        ("Qwertz", "Uiop", "keyboard"),
        ("Anna", "yxcvb", "keyboard"),
        ("йцукен", "Иванов", "keyboard"),
        ("Aaaaa", "Müller", "keyboard"),
        ("Anna", "xxx", "keyboard"),
        ("a", "b", "one_letter"),
        ("X", "X.", "one_letter"),
        ("Ж", "ж", "one_letter"),
    ],
)
def test_what_is_no_name(given, family, signal):
    assert name_signals(given, family) == [Suspicion.Signal(signal)]


def test_one_name_has_many_spellings():
    assert same_name("Max", "MUSTERMANN ") == same_name("max", "Muster-Mann")
    assert same_name("Max", "Mustermann") != same_name("Maxi", "Mustermann")

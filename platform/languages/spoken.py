"""The languages people in the city speak, each by its name in itself.

More than the interface is shipped in: what an organisation speaks, an event is held in or a
volunteer can do. Codes are BCP 47; `gsg` is German Sign Language.
"""

SPOKEN = {
    "de": "Deutsch",
    "en": "English",
    "tr": "Türkçe",
    "ar": "العربية",
    "uk": "Українська",
    "pl": "Polski",
    "ro": "Română",
    "bg": "Български",
    "ru": "Русский",
    "ckb": "کوردیی ناوەندی",
    "kmr": "Kurmancî",
    "es": "Español",
    "fa": "فارسی",
    "fr": "Français",
    "el": "Ελληνικά",
    "it": "Italiano",
    "sr": "Srpski",
    "bs": "Bosanski",
    "hr": "Hrvatski",
    "sq": "Shqip",
    "pt": "Português",
    "rom": "Romani čhib",
    "ta": "தமிழ்",
    "ti": "ትግርኛ",
    "ur": "اردو",
    "zh": "中文",
    "gsg": "Deutsche Gebärdensprache",
}

CHOICES = list(SPOKEN.items())


def spoken_name(code: str) -> str:
    """A language's name in itself; the code where it is not on the list."""
    return SPOKEN.get(code, code)

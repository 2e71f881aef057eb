"""The languages that are spoken in the territories, each under its own name; codes are those of BCP 47."""

import re

NAMES = {
    "fr": "Français",
    "en": "English",
    "es": "Español",
    "pt": "Português",
    "de": "Deutsch",
    "it": "Italiano",
    "nl": "Nederlands",
    "lb": "Lëtzebuergesch",
    "pl": "Polski",
    "ro": "Română",
    "tr": "Türkçe",
    "ru": "Русский",
    "uk": "Українська",
    "ar": "العربية",
    "ary": "الدارجة",
    "kab": "Taqbaylit",
    "fa": "فارسی",
    "ps": "پښتو",
    "zh": "中文",
    "vi": "Tiếng Việt",
    "wo": "Wolof",
    "bm": "Bamanankan",
    "ff": "Pulaar",
    "ln": "Lingála",
    "br": "Brezhoneg",
    "oc": "Occitan",
    "eu": "Euskara",
    "ca": "Català",
    "co": "Corsu",
    "gsw": "Elsässisch",
    "frp": "Arpitan",
    "gcf": "Kréyòl (Gwadloup, Matinik)",
    "gcr": "Kréyòl gwiyanè",
    "rcf": "Kréol rényoné",
    "swb": "Shimaore",
    "buc": "Kibushi",
    "ty": "Reo Tahiti",
    "dhv": "Drehu",
    "wls": "Fakaʻuvea",
    "fud": "Fakafutuna",
    "eo": "Esperanto",
}
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")


def own_name(code: str) -> str:
    """What a language calls itself; of a variety that is not known, its language; the code where nothing is known."""
    whole = code.strip().lower()
    return NAMES.get(whole) or NAMES.get(whole.partition("-")[0]) or code


def is_tag(code: str) -> bool:
    """Whether a code has the form that browsers and search engines understand (RFC 5646, section 2.1)."""
    return _TAG.fullmatch(code) is not None

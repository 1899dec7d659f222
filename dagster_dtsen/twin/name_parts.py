"""The long tail of names: words built from a beginning and an ending, as many real ones are.

Each entry adds words to the list of the same key in ``name_lists.py``, behind its frequent ones.
"""

from __future__ import annotations

import hashlib

_JAVA = """Sar Kar War Par Har Dar Tar Nar Wir Sum Suk Sut Sud Sun Sug Sab Sam Kas Was Wag Tuk
Ngat Jum Kam Pon Leg Muj Kus Sal Tam Wak Rad Rus Yat Gim Mis Nas Sip Tug Jas Kar Min Sur"""
_MODERN = """Pur Har Wic Nug Sus Sul Pras Cah Han Wid Set San Yul Her Mul Suk Dar Kun Bud Rah Fir
Kur Pam Had Wij Ris Yud Dwi"""
_ARAB = """Syams Siraj Badr Fakhr Jamal Kamal Salah Nasr Zain Saif Khair Najm Taj Amir Burhan
Hasan Jalal Nur Qamar Rafi Syarif Wahid Safr Bahar Mahy Awal Alim Izz Mis Hus"""
_WOMEN = """Rahm Has Jam Mar Sal Fat Ros Zul Sap Jul Mul Sur Sum Hal Kham Rab Mas Nil Sit Yus Lis
Ern Hern Suk Ris Nov Oct Mel Wid Har"""
_MODERN_WOMEN = """Anin Nad Sal Zahr Keis Kir Alis Naj Fel Sel Din Aur Cal Rev Sev Tal Vin Yas Mir
Had Rah Laur Mik Syif Amel Nab Cit Den Fan Gal"""
_WEST = """Al Ber Chris Dav Ed Fer Ger Har Jef Lau Mar Nor Os Rob Ste Vin Wil Yon"""
_EAST = """Bal Dam Fer Gor Hel Ig Jan Kal Lam Mar Nel Or Pel Rum Sab Tan Ul Wat Yar Kob Sol Men"""

PARTS: dict[str, tuple[tuple[str, str], ...]] = {
    "jawa.L.lama": ((_JAVA, "iman iyo idi imin adi iyanto"),),
    "jawa.P.lama": ((_JAVA, "inah iyem inem ini arti iyati"),),
    "jawa.L.baru": ((_MODERN, "adi anto awan ya iawan ono"), (_ARAB, "an")),
    "jawa.P.baru": ((_MODERN_WOMEN, "a ia ita isa ya"),),
    "jawa.L.akhir": ((_MODERN, "anto oko ono adi awan iyanto iatmoko awi"),),
    "jawa.P.akhir": ((_MODERN, "asih ati iyani ayanti ingsih iastuti aningrum awati"),),
    "sunda.L": ((_MODERN, "iana ang ep"), (_ARAB, "an uddin")),
    "sunda.P": ((_WOMEN, "iah ati inah aeni iawati"),),
    "sunda.L.akhir": ((_MODERN, "iana iatna awan yana andi aya"), (_ARAB, "uloh udin")),
    "sunda.P.akhir": ((_WOMEN, "iati aeni ilah yani awati iasih"),),
    "muslim.L": ((_ARAB, "uddin ullah i an"), (_MODERN, "iansyah")),
    "muslim.P": ((_WOMEN, "iah ati ani ina iana aini awati"), (_MODERN_WOMEN, "a ia ah")),
    "muslim.L.akhir": ((_ARAB, "uddin i ullah an"), (_MODERN, "awan iansyah adi")),
    "muslim.P.akhir": ((_WOMEN, "iah ati ani iana aini awati"),),
    "minang.L": ((_ARAB, "izal il al uddin"), (_MODERN, "izon man ril")),
    "minang.P": ((_WOMEN, "iarti inar imar awati elis iza"),),
    "bugis.L": ((_ARAB, "uddin ullah ing"), (_MODERN, "iadi dang ang")),
    "bugis.P": ((_WOMEN, "iah awati iani ira ina"),),
    "bugis.akhir": ((_ARAB, "uddin i"), (_EAST, "ang eng ong")),
    "bali.L": ((_MODERN, "iawan awa adnyana ayasa arta iana"),),
    "bali.P": ((_WOMEN, "iasih iani awati ini"),),
    "batak.L": ((_WEST, "ton son mar ison ulian"),),
    "batak.P": ((_WOMEN, "ida auli maria ince"),),
    "timur.L": ((_WEST, "tinus inus us ianus"),),
    "timur.P": ((_WOMEN, "ince iana ensi intje"),),
    "timur.marga": ((_EAST, "an eno ahu oni ubun esi akan"),),
}


def compounds(key: str) -> list[str]:
    """Words for one list in a hashed order of its own, without repetition."""
    words = dict.fromkeys(
        (start + ending).capitalize()
        for starts, endings in PARTS.get(key, ())
        for ending in endings.split()
        for start in starts.split()
    )
    return sorted(words, key=lambda word: hashlib.sha256(f"{key}|{word}".encode()).digest())

"""What the population register knows of a record: whether its NIK is valid, whether it is a twin.

Two persons are told apart for certain only by what the register says: two valid NIKs are two
persons, and whoever was born alone on a card has no twin to be taken for. `pertentangan` of
linkage.yml asks both. Neither depends on the record alone, so both are part of its fingerprint.
"""

from __future__ import annotations

from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.warehouse import quoted

COLUMNS = ("terdaftar", "kembar")  # added to the input columns, read by `pertentangan`
ANSWERS = ("terdaftar", "menurut_nik", "menurut_kartu")  # of which COLUMNS are made

# kembar: another NIK of the same card and birth date, whatever became of its bearer, for other
# files may still list the dead; null when card or date is not told
PEOPLE = """
select
    nik, no_kk, tanggal_lahir, status_kependudukan = {status} as sah,
    case when no_kk is not null and tanggal_lahir is not null
        then min(nik) over one <> max(nik) over one end as kembar
from {source}
where penyedia = {provider} and nik is not null
window one as (partition by no_kk, tanggal_lahir)
"""
KNOWN = """
with penduduk as ({people}),

menurut_nik as (
    select nik, coalesce(bool_or(sah), false) as sah, bool_or(kembar) as kembar
    from penduduk
    group by nik
),

menurut_kartu as (
    select no_kk, tanggal_lahir, bool_or(kembar) as kembar
    from penduduk
    where kembar is not null
    group by no_kk, tanggal_lahir
)

select {columns}
from ({query}) as m
left join menurut_nik as n on m.nik = n.nik
left join menurut_kartu as k on m.no_kk = k.no_kk and m.tanggal_lahir = k.tanggal_lahir
"""


def _known(query: str, columns: str, source: str) -> str:
    rules = linkage_model.config()
    people = PEOPLE.format(
        source=source,
        provider=quoted(rules["penyedia_identitas"]),
        status=quoted(rules["status_sah"]),
    )
    return KNOWN.format(people=people, query=query, columns=columns)


def with_register(query: str, source: str) -> str:
    """``query`` (input columns, without borrowed NIKs) with ``terdaftar`` and ``kembar``.

    ``terdaftar``: the NIK is valid; ``kembar``: by NIK or by card and birth date the register
    lists another person of that card and date, false when it lists one alone, null when it knows
    neither. ``source``: the standardised records, register included.
    """
    return _known(
        query,
        "m.*, coalesce(n.sah, false) as terdaftar, greatest(n.kembar, k.kembar) as kembar",
        source,
    )


def asked_of(columns: tuple[str, ...], source: str) -> str:
    """Query of ``rekaman_id``, ``columns`` and ``ANSWERS`` of all records of ``source``.

    Twins by NIK and by card apart, for of a borrowed NIK only the card is asked.
    """
    own = ", ".join(f"m.{column}" for column in columns)
    return _known(
        f"from {source}",
        f"m.rekaman_id, {own}, coalesce(n.sah, false) as terdaftar, "
        "n.kembar as menurut_nik, k.kembar as menurut_kartu",
        source,
    )

"""What the population register knows of a record: whether its NIK is valid, whether it is a twin.

Two persons are told apart for certain only by what the register says: two valid NIKs are two
persons, and whoever was born alone on a card has no twin to be taken for. `pertentangan` of
linkage.yml asks both. Neither depends on the record alone, so both are part of its fingerprint.

Everything here is asked of fingerprints (:mod:`changes`): 63-bit hashes of NIKs, and of cards with
a birth date. Of 289 million NIKs the chance that any two share a hash is half a per cent.
"""

from __future__ import annotations

COLUMNS = ("terdaftar", "kembar")  # added to the input columns, read by `pertentangan`

# kembar: another NIK of the same card and birth date, whatever became of its bearer, for other
# files may still list the dead; null when card or date is not told
KNOWN = """
with penduduk as (
    select
        sidik_nik, sidik_kartu, sah,
        case when sidik_kartu is not null
            then min(sidik_nik) over one <> max(sidik_nik) over one end as kembar
    from {fingerprints}
    where identitas and sidik_nik is not null
    window one as (partition by sidik_kartu)
),

menurut_nik as (
    select sidik_nik, bool_or(sah) as sah, bool_or(kembar) as kembar
    from penduduk
    group by sidik_nik
),

menurut_kartu as (
    select sidik_kartu, bool_or(kembar) as kembar
    from penduduk
    where kembar is not null
    group by sidik_kartu
)

select {columns}
from {records} as m
left join menurut_nik as n on {nik} = n.sidik_nik
left join menurut_kartu as k on {card} = k.sidik_kartu
"""
# all of the cards and NIKs asked about, and of every card that bears one of these NIKs
NEAR = """(
    with nik_ditanya as (select distinct sidik_nik from {asked}),

    kartu_ditanya as (
        select sidik_kartu from {asked}
        union
        select sidik_kartu from {fingerprints}
        where identitas and sidik_nik in (from nik_ditanya)
    )

    from {fingerprints}
    where
        identitas
        and (
            sidik_kartu in (select sidik_kartu from kartu_ditanya where sidik_kartu is not null)
            or sidik_nik in (select sidik_nik from nik_ditanya where sidik_nik is not null)
        )
)"""
# by NIK and by card apart, for of a borrowed NIK only the card is asked
ANSWER = """cast(
    case when n.sah then 1 else 0 end
    + 2 * case n.kembar when true then 2 when false then 1 else 0 end
    + 6 * case k.kembar when true then 2 when false then 1 else 0 end as tinyint
)"""


def nik_hash(side: str) -> str:
    """Hash of the NIK of the record ``side``, null without one."""
    return f"case when {side}.nik is not null then cast(hash({side}.nik) >> 1 as bigint) end"


def card_hash(side: str) -> str:
    """Hash of card and birth date of the record ``side``, null unless both are told."""
    return (
        f"case when {side}.no_kk is not null and {side}.tanggal_lahir is not null "
        f"then cast(hash({side}.no_kk, {side}.tanggal_lahir) >> 1 as bigint) end"
    )


def with_register(query: str, fingerprints: str) -> str:
    """``query`` (input columns, without borrowed NIKs) with ``terdaftar`` and ``kembar``.

    ``terdaftar``: the NIK is valid; ``kembar``: by NIK or by card and birth date the register
    lists another person of that card and date, false when it lists one alone, null when it knows
    neither. ``fingerprints``: relation of the fingerprints of the register's records.
    """
    return KNOWN.format(
        columns="m.*, coalesce(n.sah, false) as terdaftar, greatest(n.kembar, k.kembar) as kembar",
        fingerprints=fingerprints,
        records=f"({query})",
        nik=nik_hash("m"),
        card=card_hash("m"),
    )


def answers_sql(fingerprints: str, asked: str | None = None) -> str:
    """Query of ``fingerprints`` with today's ``jawaban``: all the register knows, as one number.

    ``asked``: relation of some of these rows, of which alone it is asked.
    """
    return KNOWN.format(
        columns=f"m.* replace ({ANSWER} as jawaban)",
        fingerprints=NEAR.format(fingerprints=fingerprints, asked=asked) if asked else fingerprints,
        records=asked or fingerprints,
        nik="m.sidik_nik",
        card="m.sidik_kartu",
    )


def rules() -> str:
    """All that decides what is known of a record, as text."""
    return KNOWN + NEAR + ANSWER + nik_hash("m") + card_hash("m")

"""Lists to be matched, in the working file that one of them has to itself."""

from __future__ import annotations

import duckdb

# no release holds a list (ledger.RELEASE_SET); where one is judged it is in force and new
_ADD = """
insert into ledger.kiriman_rilis by name
select
    k._delivery, b.dataset, k.penyedia, k.jenis, k.tanggal_acuan, k.tanggal_kirim,
    true as efektif, true as baru, k.periode, k.jatuh_tempo, false as dibandingkan
from ledger.kiriman as k
inner join (select distinct _delivery, dataset from ledger.berkas) as b using (_delivery)
where k.status = 'diterima' and k.jenis = 'padankan'
"""


def put_in_force(con: duckdb.DuckDBPyConnection) -> None:
    """Let staging and row rules see the lists of the ledger: in a throw-away file, never a home's.

    ``ledger.kiriman_rilis`` must be there (:func:`ledger.build_release_set`).
    """
    con.execute(_ADD)

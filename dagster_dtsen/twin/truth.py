"""The truth of a twin: who is who, where, with whom and how well off; evaluation alone reads it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dagster_dtsen.twin.deliver_pln import Meters
from dagster_dtsen.twin.names import CULTURES, spell
from dagster_dtsen.twin.notes import write_parquet
from dagster_dtsen.twin.records import Records
from dagster_dtsen.twin.state import World
from dagster_dtsen.twin.texts import choose, digits
from dagster_dtsen.twin.truth_values import Moment, values_of_families, values_of_people
from dagster_dtsen.twin.welfare import rupiah


def _date(days: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pa.Array:
    return pa.array(days.astype(np.int32)).cast(pa.date32())


class Truth:
    """Collects truth tables while the deliveries are written; ``write`` saves them."""

    def __init__(self) -> None:
        self.people: list[pa.Table] = []
        self.families: list[pa.Table] = []
        self.records: list[pa.Table] = []
        self.served: list[pa.Table] = []
        self.values: dict[str, list[pa.Table]] = {"nilai_orang": [], "nilai_keluarga": []}
        self.listed: pa.Table | None = None

    def add_records(self, records: Records, dataset: str, period: str, key: pa.StringArray) -> None:
        """The records of one file, in the order of its rows.

        Of a customer the person is the holder named, ``id_keluarga_layanan`` the family served.
        """
        size = len(records.row)
        served = np.zeros(size, dtype=np.int64) if records.family is None else records.family
        self.records.append(
            pa.table(
                {
                    "penyedia": pa.repeat(records.provider, size),
                    "dataset": pa.repeat(dataset, size),
                    "periode": pa.repeat(period, size),
                    "kunci": key,
                    "nomor_baris": pa.array(np.arange(1, size + 1)),
                    "id_orang": pa.array(records.world.people.id[records.row]),
                    "kesalahan": records.errors(),
                    "id_keluarga_layanan": pa.array(
                        records.world.families.id[served],
                        mask=np.full(size, records.family is None),
                    ),
                }
            )
        )

    def add_served(self, meters: Meters, period: str, key: pa.StringArray) -> None:
        """The families that the customers of one file serve."""
        order = np.argsort(meters.customer, kind="stable")
        homes = meters.records.world.families
        self.served.append(
            pa.table(
                {
                    "periode": pa.repeat(period, len(order)),
                    "idpel": key.take(pa.array(meters.customer[order])),
                    "id_keluarga_benar": pa.array(homes.id[meters.family[order]]),
                }
            )
        )

    def add_release(self, now: Moment) -> None:
        """People and families as they truly stand at the reference date of a release."""
        world, standing, label = now.world, now.standing, now.label
        people, homes = world.people, world.families
        rows = np.argsort(people.id, kind="stable")
        fam = people.fam[rows]
        code = world.regions.code(homes.desa[fam], world.day)
        self.people.append(
            pa.table(
                {
                    "rilis": pa.repeat(label, len(rows)),
                    "id_orang": pa.array(people.id[rows]),
                    "id_keluarga_benar": pa.array(homes.id[fam]),
                    "no_kk": digits(world.kk_of(rows), 16),
                    "status": choose(["hidup", "meninggal", "pindah_ln"], people.status[rows]),
                    "kode_desa": digits(code, 10),
                    "hubungan": digits(people.hub[rows], 1),
                    "status_kawin": digits(people.kawin[rows], 1),
                }
            )
        )
        order = np.argsort(homes.id[standing.family], kind="stable")
        self.families.append(
            pa.table(
                {
                    "rilis": pa.repeat(label, len(order)),
                    "id_keluarga_benar": pa.array(homes.id[standing.family][order]),
                    "pengeluaran_per_kapita": pa.array(rupiah(standing.log_y[order])),
                }
            )
        )
        self.values["nilai_orang"].append(values_of_people(now))
        self.values["nilai_keluarga"].append(values_of_families(now))

    def write(self, folder: Path, world: World) -> dict[str, int]:
        """Save the truth tables; returns their row counts."""
        tables = {
            "orang": persons(world),
            "orang_rilis": pa.concat_tables(self.people),
            "keluarga_rilis": pa.concat_tables(self.families),
            "rekaman": pa.concat_tables(self.records),
            "pelanggan_keluarga": pa.concat_tables(self.served),
            **{name: pa.concat_tables(parts) for name, parts in self.values.items()},
        }
        if self.listed is not None:
            tables["padankan"] = self.listed
        for name, table in tables.items():
            write_parquet(table, folder / f"{name}.parquet")
        return {name: table.num_rows for name, table in tables.items()}


def persons(world: World) -> pa.Table:
    """One row per person ever: the true NIK, both birth dates, sex, name, shared or second NIK.

    ``tanggal_lahir`` is the registered date, ``tanggal_lahir_asli`` the real one.
    """
    people = world.people
    rows = np.argsort(people.id, kind="stable")
    second = people.nik_kedua[rows]
    return pa.table(
        {
            "id_orang": pa.array(people.id[rows]),
            "nik": digits(people.nik[rows], 16),
            "nik_kedua": digits(second, 16, second == 0),
            "nik_bersama": pa.array(people.nik_bersama[rows]),
            "nama": pc.utf8_upper(spell(people.nama[rows])),
            "tanggal_lahir": _date(people.lahir_terdaftar[rows]),
            "tanggal_lahir_asli": _date(people.lahir[rows]),
            "jenis_kelamin": digits(people.jenis_kelamin[rows], 1),
            "budaya": choose(list(CULTURES), people.budaya[rows]),
        }
    )

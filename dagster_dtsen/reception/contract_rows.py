"""Contracts as rows of the ledger's tables."""

from __future__ import annotations

from dagster_dtsen.reception.contract import DatasetContract, ProviderContract

CONTRACT_TABLES = ("kontrak", "perjanjian", "kontrak_blok", "kontrak_kolom")

Rows = list[list[object]]


def contract_rows(contracts: list[ProviderContract]) -> dict[str, Rows]:
    """Rows of ``ledger.kontrak``, ``perjanjian``, ``kontrak_blok``, ``kontrak_kolom`` by table."""
    return {
        "kontrak": [_dataset(c, item) for c in contracts for item in c.dataset],
        "perjanjian": [
            [c.penyedia, a.nomor, a.saluran, a.berlaku_dari, a.berlaku_sampai]
            for c in contracts
            for a in c.perjanjian
        ],
        "kontrak_blok": [
            [c.penyedia, *block.split(".", 1)] for c in contracts for block in c.memperbarui
        ],
        "kontrak_kolom": [
            _column(c, item, column, place)
            for c in contracts
            for item in c.dataset
            for place, column in enumerate(item.kolom, start=1)
        ],
    }


def _dataset(contract: ProviderContract, item: DatasetContract) -> list[object]:
    return [
        contract.penyedia,
        item.nama,
        contract.lembaga,
        contract.peran,
        contract.jenis,
        contract.sumber,
        contract.sistem_wilayah,
        item.merekam,
        contract.jadwal.irama,
        contract.jadwal.tenggat_hari,
        item.tanpa_ganda,
    ]


def _column(
    contract: ProviderContract, item: DatasetContract, column: str, place: int
) -> list[object]:
    return [
        contract.penyedia,
        item.nama,
        column,
        place,
        column in item.kunci,
        column in item.kunci or column in item.wajib,
        item.pemetaan.get(column),
        item.item(column),
        item.daftar_kode.get(column),
        item.tanggal.get(column),
        item.keterangan.get(column),
        contract.region_system(item, column) if column in item.region_columns else None,
    ]

"""Errors of welfare models: their declaration, survey and approval, and rehearsals of changes."""

from __future__ import annotations

from dagster_dtsen.error_kind import ErrorKind

MODELS = (
    ErrorKind(
        "E-RANCANGAN",
        90,
        "Rancangan model {path} tidak dapat dipakai: {reason}",
        "The design of a model {path} cannot be used: {reason}",
    ),
    ErrorKind(
        "E-SURVEI",
        91,
        "Survei tidak dapat dipakai melatih model: {reason}",
        "The survey cannot train a model: {reason}",
    ),
    ErrorKind(
        "E-KALIBRASI",
        103,
        "Rentang tidak dapat dikalibrasi: {reason}",
        "The intervals cannot be calibrated: {reason}",
    ),
    ErrorKind(
        "E-MODEL-SETUJU",
        92,
        "Model {model} di rumah ini belum disetujui: setujui (dtsen models approve) atau pindahkan "
        "berkasnya",
        "Model {model} of this home is not approved: approve it (dtsen models approve) or move its "
        "file away",
    ),
    ErrorKind(
        "E-MODEL-LAIN",
        93,
        "Tidak ada model {model} di rumah ini; yang ada: {held}",
        "There is no model {model} in this home; there are: {held}",
    ),
    ErrorKind(
        "E-PERSETUJUAN-SALAH",
        94,
        "Persetujuan tidak dicatat: {reason}",
        "The approval was not recorded: {reason}",
    ),
    ErrorKind(
        "E-PERSAMAAN",
        96,
        "Tidak ada persamaan kesejahteraan {name}; yang ada: {held}",
        "There is no welfare equation {name}; there are: {held}",
    ),
    ErrorKind(
        "E-FOLDER-TERISI",
        95,
        "Folder tujuan sudah berisi: {path}",
        "The target folder is not empty: {path}",
    ),
    ErrorKind(
        "E-DESIL-RANTAI",
        102,
        "Rilis {last} tidak bersandar pada {first}: perpindahan hanya dapat diurai sepanjang rilis "
        "dasarnya",
        "Release {last} does not rest on {first}: a move is taken apart along its base releases "
        "only",
    ),
    ErrorKind(
        "E-GLADI-DASAR",
        100,
        "Rilis {release} tidak dapat diperingkat ulang persis sama dengan model dan kebijakannya "
        "sendiri ({reason}): selisih dalam gladi bukan akibat perubahan itu saja",
        "Release {release} cannot be ranked anew exactly by its own model and policy ({reason}): "
        "differences in a rehearsal would not be those of the change alone",
    ),
    ErrorKind(
        "E-GLADI-KEBIJAKAN",
        101,
        "Kebijakan {path} tidak dapat digladikan: {reason}",
        "The policy {path} cannot be rehearsed: {reason}",
    ),
)

"""The Regsosek questionnaire of the twin: universes, skips, sums and code lists."""

from __future__ import annotations

from twin_samples import Twin

ANGGOTA = "read_csv('{l}/regsosek/2022/anggota.csv', all_varchar = true)"
KELUARGA = "read_csv('{l}/regsosek/2022/keluarga.csv', all_varchar = true)"
HERE = "r404 in ('1', '5')"
FIVE = f"{HERE} and r412 is not null"
WORKS = "r416a is not distinct from '1'"
BUSINESS = "r420a is not distinct from '1'"
SERIOUS = " or ".join(f"r428{letter} in ('1', '2')" for letter in "abcdefghij")
# item -> who is asked; an item is filled exactly there
MEMBER_UNIVERSE = {
    "r405": HERE,
    "r406": HERE,
    "r407": HERE,
    "r408": HERE,
    "r409": HERE,
    "r410": f"{HERE} and r405 = '2' and r407::int between 10 and 54 and r408 <> '1'",
    "r411": HERE,
    **{f"r{item}": f"{FIVE} and r412 <> '1'" for item in (413, 414, 415)},
    "r416a": FIVE,
    **dict.fromkeys(("r416b", "r417", "r418"), WORKS),
    "r419": FIVE,
    "r420a": FIVE,
    **dict.fromkeys(("r420b", "r421", "r422", "r423", "r424", "r425", "r426"), BUSINESS),
    "r427": f"{HERE} and r407::int <= 4",
    **{f"r428{letter}": f"{HERE} and r407::int >= 2" for letter in "abcdef"},
    **{f"r428{letter}": f"{HERE} and r407::int >= 5" for letter in "ghij"},
    "r429": f"{HERE} and (r407::int >= 60 or {SERIOUS})",
    "r430": HERE,
    "r431a": HERE,
    **{f"r431{letter}": f"{HERE} and r407::int >= 5" for letter in "bcd"},
    "r431e": f"{HERE} and r407::int between 5 and 30",
    "r431f": f"{HERE} and r407::int >= 15",
}
# item -> where it may be filled and, on a complete questionnaire (205 = 1), is
FAMILY_UNIVERSE = {
    "r301a": "true",
    "r301b": "r301a = '1'",
    "r302": "true",
    "r306a": "true",
    "r306b": "r306a in ('04', '05', '06', '07', '08')",
    "r307a": "true",
    "r307b1": "r307a = '1'",
    "r308": "true",
    "r309a": "true",
    "r309b": "r309a in ('1', '2', '3')",
    "r310": "r309a <> '6'",
    **{f"r501{letter}": "true" for letter in "abcdefg"},
    **{f"r501{letter}_bulan": f"r501{letter} = '1'" for letter in "abcdefg"},
    **{f"r501{letter}_tahun": f"r501{letter} = '1'" for letter in "abcdefg"},
    **{f"r502{letter}": "true" for letter in "abcdefghijklmn"},
    **{f"r504{letter}": "true" for letter in "abcde"},
    "r505": "true",
    "r506": "true",
}
EDUCATION = "0[1-9]|1[0-9]|2[0-2]"
CODES = {
    "r401": "[1-9][0-9]?",
    "r404": "[1-6]",
    "r409": "[1-8]",
    "r411": "[0-7]",
    "r412": "[123]",
    "r413": EDUCATION,
    "r414": "[1-8]",
    "r415": f"{EDUCATION}|23",
    "r416b": "[1-9][0-9]?",
    "r417": "0[1-9]|1[0-9]|2[0-6]",
    "r418": "[1-6]",
    "r419": "[123]",
    "r421": "0[1-9]|1[0-9]|2[0-6]",
    "r424": "0[1-9]|1[0-2]",
    "r425": "[1-7]",
    "r426": "[0-5][0-9]|6[0-3]",
    "r427": "[1238]",
    "r428j": "[1-4]",
    "r429": "[123]",
    "r430": "0[1-9]|1[0-8]",
    "r431a": "[0-9]|1[0-5]|99",
    "r431f": "[0-9]|[12][0-9]|3[01]|99",
}
FAMILY_CODES = {
    "r101": "[1-9][0-9]",
    "r103": "[0-9]{3}",
    "r104": "[0-9]{3}",
    "r105": "[0-9]{4}",
    "r105_sub": "[0-9]{2}",
    "r201": "[0-3][0-9]/1[01]/2022",
    "r205": "[1-5]",
    "r301b": "[1-6]",
    "r306a": "0[1-9]|1[01]",
    "r306b": "[128]",
    "r307b2": "[1-5]",
    "r308": "0[0-9]|1[01]",
    "r501a_bulan": "[1-9]|1[0-2]",
    "r501a_tahun": "202[12]",
    "r505": "[0-3]",
    "r506": "[1-4]",
}


def test_members_are_asked_in_the_universe_alone(large: Twin) -> None:
    sums = ", ".join(
        f"count(*) filter (({item} is not null) <> coalesce({asked}, false)), count({item})"
        for item, asked in MEMBER_UNIVERSE.items()
    )
    found = large.sql(f"select {sums} from {ANGGOTA}")[0]
    for number, item in enumerate(MEMBER_UNIVERSE):
        assert found[2 * number] == 0, item
        assert found[2 * number + 1] > 5, item


def test_families_are_asked_in_the_universe_alone(large: Twin) -> None:
    asked = {
        item: f"coalesce({condition}, false) and r205 in ('1', '2')"
        for item, condition in FAMILY_UNIVERSE.items()
    }
    sums = ", ".join(
        f"count(*) filter ({item} is not null and not ({condition})), "
        f"count(*) filter ({item} is null and {condition} and r205 = '1'), count({item})"
        for item, condition in asked.items()
    )
    found = large.sql(f"select {sums} from {KELUARGA}")[0]
    for number, item in enumerate(asked):
        assert found[3 * number : 3 * number + 2] == (0, 0), item
        assert found[3 * number + 2] > 20, item


def test_every_code_is_in_its_list(large: Twin) -> None:
    for table, codes in ((ANGGOTA, CODES), (KELUARGA, FAMILY_CODES)):
        found = ", ".join(
            f"count(*) filter (not regexp_full_match({item}, '{pattern}'))"
            for item, pattern in codes.items()
        )
        wrong = dict(zip(codes, large.sql(f"select {found} from {table}")[0], strict=True))
        assert not any(wrong.values()), wrong


def test_an_incomplete_questionnaire_leaves_items_out(large: Twin) -> None:
    complete, incomplete = large.sql(
        "select count(*) filter (r205 = '1' and r303 is null), "
        f"count(*) filter (r205 = '2' and r303 is null) from {KELUARGA}"
    )[0]
    assert complete == 0
    assert incomplete > 5


def test_classes_fit_levels(large: Twin) -> None:
    wrong = large.one(
        f"select count(*) from {ANGGOTA} where r413 in ('08', '09', '13', '14', '15') "
        "and r414 not in ('1', '2', '3', '8')"
    )
    assert wrong == 0
    # whoever finished holds the certificate of that level
    assert large.one(f"select count(*) from {ANGGOTA} where r414 = '8' and r413 <> r415") == 0


def test_welfare_drives_the_new_items(large: Twin) -> None:
    rich, poor = (
        row[1:]
        for row in large.sql(
            "select half, avg((r501a = '1')::int), avg((r502a = '1')::int), "
            "avg((r506 = '4')::int), avg((r505 = '0')::int) from (select *, "
            "r502k = '1' or r502c = '1' or r502h = '1' as half from "
            f"{KELUARGA} where r205 = '1') group by 1 order by half desc"
        )
    )
    assert rich[0] < poor[0]
    assert rich[1] > poor[1]
    assert rich[2] < poor[2]
    assert rich[3] < poor[3]


def test_truth_points_at_the_rows(small: Twin) -> None:
    wrong = small.one(
        "select count(*) from (select *, row_number() over () as nomor_baris from "
        "read_csv('{l}/regsosek/2022/anggota.csv', all_varchar = true, parallel = false)) a "
        "full join (select * from '{t}/rekaman.parquet' where penyedia = 'regsosek') r "
        "using (nomor_baris) where kunci is distinct from idkel || '|' || r401"
    )
    assert wrong == 0

"""Every message of ``check`` that the documentation lists is provoked by an example."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pytest

from app.collection.check import check_content
from app.search.query import synonyms
from app.settings import ROOT

if TYPE_CHECKING:
    from tests.conftest import ContentFolder

SECTIONS: Mapping[str, tuple[str, str]] = {
    "Errors that keep the case out": ("error", "docs/case-format.md"),
    "Other errors": ("error", "docs/case-format.md"),
    "Warnings": ("warning", "docs/case-format.md"),
    "Synonyms": ("", "docs/search.md"),
}


def documented(heading: str) -> list[str]:
    """The messages in the table below a heading: names in code in its first column."""
    _, page = SECTIONS[heading]
    text = re.split(r"^#+ ", (ROOT / page).read_text("utf-8"), flags=re.MULTILINE)
    (section,) = (part for part in text if part.startswith(f"{heading}\n"))
    table = section.partition("| Message |")[2]
    return [
        message
        for line in table.splitlines()
        if line.startswith("| `")
        for message in re.findall(r"`([^`]+)`", line.split(" | ")[0])
    ]


def pattern(message: str) -> re.Pattern[str]:
    """The messages of a kind; ``…`` stands for their details."""
    return re.compile(".+?".join(map(re.escape, message.split("…"))))


MESSAGES = [(heading, message) for heading in SECTIONS for message in documented(heading)]

Spoil = Callable[["ContentFolder", Callable[..., str]], object]


def keys(**values: str | None) -> Spoil:
    """A case with these keys instead."""
    return lambda folder, case_text: folder.write("salah", case_text(**values))


def body(text: str, **values: str) -> Spoil:
    """A case with this body instead."""
    return lambda folder, case_text: folder.write("salah", case_text(text, **values))


def after(text: str) -> Spoil:
    """A case whose body goes on with this text."""
    return lambda folder, case_text: folder.write("salah", case_text() + f"\n{text}\n")


def raw(text: str | bytes) -> Spoil:
    """A file with this text."""
    return lambda folder, _: folder.write("salah", text)


def listed(name: str, text: str) -> Spoil:
    """A valid case, and a curators' list with this text."""

    def spoil(folder: ContentFolder, _: Callable[..., str]) -> None:
        folder.write("antar-obat")
        (folder.path / name).write_text(text, encoding="utf-8")

    return spoil


def link(target: str) -> Spoil:
    """A case file that is a symbolic link."""
    return lambda folder, _: (folder.innovations / "salah.md").symlink_to(target)


def named(name: str) -> Spoil:
    """Two case files, the second under this name."""

    def spoil(folder: ContentFolder, case_text: Callable[..., str]) -> None:
        folder.write("putik-sari")
        (folder.innovations / name).write_text(case_text(), encoding="utf-8")

    return spoil


def outside(folder: ContentFolder, case_text: Callable[..., str]) -> None:
    (folder.path.parent / "luar.md").write_text(case_text(), encoding="utf-8")
    (folder.innovations / "salah.md").symlink_to("../../luar.md")


def unreadable(folder: ContentFolder, _: Callable[..., str]) -> None:
    # Even root can't read what a link leads to by a name that is too long for a file.
    (folder.innovations / "salah.md").symlink_to("x" * 300)


def twins(folder: ContentFolder, case_text: Callable[..., str]) -> None:
    folder.write("satu", case_text())
    folder.write("dua", case_text())


SOURCE = "{title: x, url: 'https://contoh.go.id/a'}"
TEXT = "\n## Masalah\n\nTeks. [^1]\n\n## Solusi\n\nTeks. [^1]\n"

EXAMPLES: Mapping[str, Spoil] = {
    "nama berkas bukan slug": named("Putih Sari.md"),
    "Windows tidak bisa menyimpan berkas bernama …": lambda folder, _: folder.write("nul"),
    "ini …, bukan berkas kasus": raw(b"PK\x03\x04"),
    "… tidak dibaca di sini": lambda folder, _: (folder.innovations / "x.docx").touch(),
    "slug sama dengan …, beda huruf besar": named("Putik-Sari.md"),
    "ini folder, bukan berkas": lambda folder, _: (folder.innovations / "x.md").mkdir(),
    "bukan berkas biasa": lambda folder, _: os.mkfifo(folder.innovations / "x.md"),
    "tautan menunjuk ke luar folder": outside,
    "berkas tidak ada (tautan putus)": link("tidak-ada.md"),
    "tautan melingkar": link("salah.md"),
    "tidak terbaca (…)": unreadable,
    "terlalu besar: … byte": after("Teks. [^1]\n\n" * 10_000),
    "berkas kosong": raw(""),
    "bukan teks UTF-8": raw(b"---\ntitle: \xff\n---\n"),
    "ada karakter kendali U+…": after("Teks \x07. [^1]"),
    "tidak ada front matter": raw("## Masalah\n"),
    "front matter tidak ditutup": raw("---\ntitle: x\n"),
    "tidak berisi apa-apa": raw("---\n---\n"),
    "isinya bukan pasangan kunci dan nilai": raw("---\n- satu\n---\n"),
    "berisi lebih dari satu dokumen YAML": listed("withdrawn.yaml", "a: {reason: x}\n---\nb: c\n"),
    "ada tab di awal baris": raw("---\ntitle: x\n\tagency: y\n---\n"),
    "YAML tidak terbaca (…)": keys(title="Antar: obat: gratis"),
    "memakai alias YAML (& dan *)": keys(title="&judul Antar", agency="*judul"),
    "bersarang terlalu dalam": keys(tags="[[[[[[[[[[x]]]]]]]]]]"),
    "memakai tag YAML (…)": keys(tags="!!set {obat}"),
    "nilai … tidak terbaca": keys(updated="2024-02-30"),
    "kunci bukan teks biasa": raw("---\n[a]: b\n---\n"),
    "kunci “…” bukan teks": raw("---\n2019: b\n---\n"),
    "kunci “…” tertulis dua kali": keys(title="Satu\ntitle: Dua"),
    "kunci “…” tidak ada": keys(agency=None),
    "kunci “…” tidak dikenal": keys(tittle="x"),
    "harus berupa teks, tetapi terbaca sebagai …": keys(title="110"),
    "harus berupa teks, tetapi berisi …": keys(title="[a]"),
    "harus berupa daftar, tetapi berisi …": keys(tags="obat"),
    "harus berupa pasangan kunci dan nilai, tetapi berisi …": keys(sources="[x]"),
    "harus berupa tahun, tetapi berisi …": keys(started="[2019]"),
    "harus berupa tanggal, tetapi berisi …": keys(updated="2024"),
    "kosong": keys(title='" "'),
    "memuat karakter kendali U+…": keys(title='"a\\0b"'),
    "terlalu sedikit: …": keys(summary="Terlalu pendek."),
    "terlalu banyak: …": keys(title="x" * 500),
    "“…” tidak dikenal": keys(level="desa"),
    "“…” bukan nomor SDG": keys(sdgs="[18]"),
    "“…” bukan slug": keys(adapted_from="Putik Sari"),
    "“…” tertulis dua kali": keys(tags="[obat, Obat]"),
    "alamat bukan http atau https yang sah": keys(website="ftp://contoh.go.id"),
    "alamat sumber … sama dengan sumber …": keys(sources=f"[{SOURCE}, {SOURCE}]"),
    "tahun … terlalu lampau": keys(started="19"),
    "tahun … belum tiba": keys(started="3019"),
    "tanggal … belum tiba": keys(updated=f"{dt.date.today().year}-12-31"),
    "started (…) sesudah tahun penghargaan …": keys(started="2022"),
    "ada teks sebelum judul bagian": body(f"\nTeks. [^1]\n{TEXT}"),
    "judul “…” tidak dikenal": after("## Catatan\n\nTeks. [^1]"),
    "judul “…” berpangkat …": after("### Dampak\n\nTeks. [^1]"),
    "judul “…” tertulis dua kali": after("## Solusi\n\nTeks. [^1]"),
    "judul “…” tidak pada urutannya": after("## Dampak\n\nA. [^1]\n\n## Pelaksanaan\n\nB. [^1]"),
    "bagian “…” kosong": after("## Dampak\n"),
    "bagian “…” tidak ada": body("\n## Masalah\n\nTeks. [^1]\n"),
    "[^…] tidak menunjuk sumber mana pun": after("Teks. [^7]"),
    "paragraf terlalu panjang: …": after(f"{'kata ' * 1000}. [^1]"),
    "terlalu banyak tanda “[” dalam satu paragraf": after(f"{'[' * 41} [^1]"),
    "ada judul bergaris bawah": after("Judul\n---\n\nTeks. [^1]"),
    "ada HTML di dalam teks": after("Teks <b>tebal</b>. [^1]"),
    "ada gambar": after("![foto](https://contoh.go.id/foto.png) [^1]"),
    "tautan “…” bukan http atau https": after("[surel](mailto:a@contoh.go.id) [^1]"),
    "alamat tautan terpisah dari teksnya": after("[situs]: https://contoh.go.id"),
    "ada rujukan di dalam tautan": after("[situs [^1]](https://contoh.go.id)"),
    "sumber … tidak pernah dirujuk": keys(
        sources=f"[{SOURCE}, {{title: y, url: 'https://contoh.go.id/b'}}]"
    ),
    "“…” menunjuk …": keys(adapted_from="tidak-ada"),
    "problems … memuat angka “…”": keys(problems="[antre 3 jam untuk surat]"),
    "problems … menyebut nama orang “…”": keys(problems="[obat Bu Siti tidak diantar]"),
    "masih ada yang belum diisi: “…”": after("[isi: hasilnya] [^1]"),
    "daftar menempel pada teks di atasnya": after("Dua:\n- satu [^1]"),
    "jenis daftar berganti": after("- satu [^1]\n1. dua [^1]"),
    "butir menjorok tidak pas": after("- satu [^1]\n  - dua [^1]"),
    "paragraf di dalam butir kurang menjorok": after("1. satu [^1]\n\n   dua [^1]"),
    "“…” tidak membuat daftar": after("1) satu [^1]"),
    "kutipan menempel pada daftar": after("- satu [^1]\n> dua [^1]"),
    "tabel menempel pada teks di atasnya": after("Dua:\n| a | b |\n|---|---|\n| c | d [^1] |"),
    "tabel tanpa garis di bawah judul kolomnya": after("| a | b |\n| c | d [^1] |"),
    "ada potongan kode": after("```\nkode [^1]\n```"),
    "ada judul yang menjorok": after("  ## Dampak\n\nTeks. [^1]"),
    "penanda gabungan git “…” tertinggal": after("<<<<<<< HEAD\nTeks. [^1]"),
    "ada huruf yang rusak (U+FFFD)": after("Teks \ufffd. [^1]"),
    "ada karakter pembalik arah U+…": after("Teks \u202e. [^1]"),
    "ada karakter tak terlihat U+…": after("Kali\u00adbrasi. [^1]"),
    "ada huruf yang salah terbaca “…”": after("Kata â€œpasien”. [^1]"),
    "“…” bukan rujukan": after("Teks. [1]"),
    "“…” terbaca sebagai …": keys(sdgs="[010]"),
    "terpotong di tanda “#”, terbaca hanya “…”": keys(title="Antre #1"),
    "memuat nomor telepon “…”": after("Hubungi 0812-3456-7890. [^1]"),
    "memuat surel pribadi “…”": after("Surel budi@gmail.com. [^1]"),
    "memuat nomor yang mirip NIK “…”": after("NIK 3573011203850001. [^1]"),
    "memuat nomor yang mirip NIP “…”": after("Pegawai 198001012005011001. [^1]"),
    "memuat nama orang “…”": after("Menurut dr. Ratna, obat habis. [^1]"),
    "“…” ditarik, tetapi berkasnya masih ada": listed("withdrawn.yaml", "antar-obat: {reason: x}"),
    "pengganti “…” tidak ada": listed("withdrawn.yaml", "lama: {reason: x, instead: tidak-ada}"),
    "“…” ditarik tanpa alasan": listed("withdrawn.yaml", "lama: {instead: antar-obat}"),
    "isi “…” bukan pasangan pesan dan alasan": listed("known-problems.yaml", "antar-obat: x"),
    "paragraf tanpa rujukan: …": after("Teks."),
    "summary berakhir di tengah kalimat": keys(summary=f"{'kata ' * 12}dan"),
    "summary_en berakhir di tengah kalimat": keys(summary_en=f"{'word ' * 12}and"),
    "belum ada results": keys(results=None),
    "penghargaan “…” tidak ada di daftar": keys(awards="[{name: Lomba, rank: I, year: 2021}]"),
    "“…” tidak ada di daftar wilayah": keys(government="Pemerintah Kota Malank"),
    "… tidak sesuai dengan …": keys(level="kabupaten"),
    "mungkin sama dengan …": twins,
    "… (diketahui: …)": lambda folder, case_text: (
        folder.write("antar-obat", case_text(adapted_from="tidak-ada")),
        (folder.path / "known-problems.yaml").write_text(
            'antar-obat: {"“tidak-ada” menunjuk kasus yang tidak ada": menunggu}', "utf-8"
        ),
    ),
    "… tidak terjadi lagi": listed("known-problems.yaml", 'antar-obat: {"pesan lama": menunggu}'),
    "two_way harus berupa daftar": listed("synonyms.yaml", "two_way: obat"),
    "kelompok padanan kurang dari dua istilah": listed("synonyms.yaml", "two_way: [[obat]]"),
    "“…” sudah ada di baris …": listed(
        "synonyms.yaml", "two_way:\n  - [obat, jamu]\n  - [jamu, ramuan]\n"
    ),
    "… harus berupa pasangan": listed("synonyms.yaml", "one_way: [obat]"),
    "“…” tidak punya padanan": listed("synonyms.yaml", "one_way: {obat: }"),
    "“…” padanan dirinya sendiri": listed("synonyms.yaml", "one_way: {obat: [obat]}"),
    "“…” bukan satu kata dengan satu ejaan baku": listed(
        "synonyms.yaml", "spellings: {obat gratis: obat}"
    ),
    "istilah harus berupa teks": listed("synonyms.yaml", "two_way: [[obat, 12]]"),
    "“…” berputar ke dirinya": listed("synonyms.yaml", "one_way: {obat: [jamu], jamu: [obat]}"),
    "“…” tidak menemukan kasus mana pun": listed("synonyms.yaml", "one_way: {abc: [xyz]}"),
}


def test_there_is_an_example_for_each_message_and_no_other() -> None:
    assert sorted(message for _, message in MESSAGES) == sorted(EXAMPLES)


@pytest.mark.parametrize(("heading", "message"), MESSAGES, ids=[m for _, m in MESSAGES])
def test_an_example_provokes_the_message(
    content_folder: ContentFolder, case_text: Callable[..., str], heading: str, message: str
) -> None:
    today = dt.date.today()
    if message.startswith("tanggal") and (today.month, today.day) == (12, 31):
        pytest.skip("no day of this year lies ahead")
    EXAMPLES[message](content_folder, case_text)
    findings = check_content(content_folder.path, further=synonyms.check_against)
    matching = [finding for finding in findings if pattern(message).search(finding.message)]
    assert matching, [finding.message for finding in findings]
    level, _ = SECTIONS[heading]
    assert {finding.level for finding in matching} <= ({level} if level else {"error", "warning"})

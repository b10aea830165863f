"""The questions of “Cocok untuk kami?”, with what a case says about each.

The seven areas are those of the scalability checklist of Management Systems
International (Cooley and Linn 2014, *Taking Innovations to Scale*; Cooley and Ved 2012,
*Scaling Up: From Vision to Large-Scale Change*): credible, observable, relevant, better
than the present way, easy to adopt, testable, paid for. As MSI says, the list is for
talking, not for scoring: the verdict is what speaks for copying, what is missing and whom
to ask, never a number. The questions that decide are those without whose answer no office can
sign: proof, life, need, advantage, legal basis, permission, money, people, responsibility.
"""

from __future__ import annotations

from flask_babel import gettext as _

from app.web.workbench import fit_quotations as quotations
from app.web.workbench.fit_check import Area, Question


def areas() -> tuple[Area, ...]:
    """The seven areas with their questions, in the language of the page."""
    return (
        _credible(),
        _observable(),
        _relevant(),
        _advantage(),
        _easy(),
        _testable(),
        _resourced(),
    )


# --- the areas ------------------------------------------------------------------------


def _credible() -> Area:
    return Area(
        "percaya",
        _("Dapat dipercaya"),
        (
            Question(
                _("Apakah hasilnya terbukti dengan angka sebelum dan sesudah?"),
                strength=_("Hasilnya terbukti dengan angka sebelum dan sesudah."),
                gap=_("Hasilnya belum terbukti dengan angka sebelum dan sesudah."),
                find_out=_("Berapa angka sebelum dan sesudah inovasi, dan dari data mana?"),
                of="origin",
                lead=_("Hasil di tempat asal"),
                quote=quotations.results_with_before,
                decides=True,
            ),
            Question(
                _("Apakah pihak luar pernah menilainya: penghargaan, kajian, atau evaluasi?"),
                strength=_("Pihak luar sudah menilainya."),
                gap=_("Belum ada penilaian dari pihak luar yang kami terima."),
                find_out=_(
                    "Siapa di luar instansi yang pernah menilainya, dan di mana laporannya?"
                ),
                of="origin",
                lead=_("Penilaian dari luar"),
                quote=quotations.awards_or_study,
            ),
            Question(
                _("Apakah sudah dipakai juga di tempat lain, dan berhasil di sana?"),
                strength=_("Sudah berhasil juga di tempat lain."),
                gap=_("Belum ada peniru yang hasilnya kami ketahui."),
                find_out=_("Siapa saja yang sudah meniru, dan bagaimana hasilnya di sana?"),
                of="origin",
                lead=_("Sudah dipakai di"),
                quote=quotations.copies_in_use,
            ),
        ),
    )


def _observable() -> Area:
    return Area(
        "lihat",
        _("Terlihat berhasil"),
        (
            Question(
                _("Apakah inovasi ini masih berjalan sampai sekarang?"),
                strength=_("Inovasi ini masih berjalan di tempat asalnya."),
                gap=_("Belum pasti inovasi ini masih berjalan di tempat asalnya."),
                find_out=_("Apakah inovasi ini masih berjalan, dan apa yang berubah sejak awal?"),
                of="origin",
                lead=_("Status terakhir"),
                quote=quotations.status,
                decides=True,
            ),
            Question(
                _("Apakah kami sudah melihat sendiri cara kerjanya?"),
                strength=_("Kami sudah melihat sendiri cara kerjanya."),
                gap=_("Belum ada dari kami yang melihat sendiri cara kerjanya."),
                find_out=_("Kapan kami boleh berkunjung atau melihatnya lewat pertemuan daring?"),
                of="origin",
            ),
            Question(
                _("Apakah manfaatnya jelas terasa bagi penerima layanan?"),
                strength=_("Manfaatnya jelas terasa bagi penerima layanan."),
                gap=_("Manfaatnya bagi penerima layanan belum jelas."),
                find_out=_("Apa kata penerima layanan, dan bagaimana itu diukur?"),
                of="origin",
                lead=_("Menurut penerima layanan"),
                quote=quotations.users_say,
            ),
        ),
    )


def _relevant() -> Area:
    return Area(
        "butuh",
        _("Sesuai kebutuhan kami"),
        (
            Question(
                _("Apakah kami punya masalah yang sama, dan ada datanya?"),
                strength=_("Kami punya masalah yang sama, dan ada datanya."),
                gap=_("Masalah yang sama di tempat kami belum ditunjukkan dengan data."),
                find_out=_("Seberapa besar masalah ini di tempat kami menurut data terakhir?"),
                of="us",
                lead=_("Data masalah di tempat asal"),
                quote=quotations.problem_data,
                decides=True,
            ),
            Question(
                _("Apakah masalah ini tertulis di rencana kami (RPJMD, Renstra, atau RKPD)?"),
                strength=_("Masalah ini tertulis di rencana kami."),
                gap=_("Masalah ini belum tertulis di dokumen rencana kami."),
                find_out=_("Di dokumen rencana mana masalah ini tertulis, atau dapat dimasukkan?"),
                of="us",
            ),
            Question(
                _("Apakah keadaan kami mirip: luas wilayah, penduduk, jaringan, kebiasaan?"),
                strength=_("Keadaan kami mirip dengan tempat asal."),
                gap=_("Keadaan kami berbeda dari tempat asal; yang berbeda perlu disesuaikan."),
                find_out=_("Keadaan apa di tempat asal yang membuat inovasi ini berhasil?"),
                of="origin",
                lead=_("Keadaan di tempat asal"),
                quote=quotations.conditions,
            ),
        ),
    )


def _advantage() -> Area:
    return Area(
        "unggul",
        _("Lebih baik dari cara sekarang"),
        (
            Question(
                _("Apakah cara ini lebih cepat, murah, mudah, atau adil dari cara kami?"),
                strength=_("Cara ini lebih baik dari cara kami sekarang."),
                gap=_("Belum jelas apa lebihnya dari cara kami sekarang."),
                find_out=_("Berapa waktu, biaya, dan mutu cara kami sekarang, untuk dibandingkan?"),
                of="us",
                lead=_("Dibandingkan cara lama di tempat asal"),
                quote=quotations.better,
                decides=True,
            ),
            Question(
                _("Apakah sudah kami bandingkan dengan inovasi lain untuk masalah ini?"),
                strength=_("Sudah kami bandingkan dengan inovasi lain."),
                gap=_("Belum dibandingkan dengan inovasi lain untuk masalah yang sama."),
                find_out=_("Inovasi lain apa yang menjawab masalah yang sama?"),
                of="us",
            ),
            Question(
                _("Apakah manfaatnya sepadan dengan biaya dan tenaganya?"),
                strength=_("Manfaatnya sepadan dengan biaya dan tenaganya."),
                gap=_("Belum jelas manfaatnya sepadan dengan biaya dan tenaganya."),
                find_out=_("Berapa biaya setahun seluruhnya, dan apa yang dihemat?"),
                of="origin",
                lead=_("Yang dihemat"),
                quote=quotations.savings,
            ),
        ),
    )


def _easy() -> Area:
    return Area(
        "mudah",
        _("Mudah diterapkan"),
        (
            Question(
                _("Apakah langkahnya jelas dan dapat kami ikuti?"),
                strength=_("Langkahnya jelas dan dapat kami ikuti."),
                gap=_("Langkah penerapannya belum jelas bagi kami."),
                find_out=_("Adakah SOP, petunjuk teknis, atau modul yang boleh kami pakai?"),
                of="origin",
                lead=_("Langkah yang tertulis"),
                quote=quotations.steps,
            ),
            Question(
                _("Apakah dasar hukumnya sudah ada di tempat kami, atau dapat dibuat?"),
                strength=_("Dasar hukumnya ada, atau dapat dibuat."),
                gap=_("Dasar hukum di tempat kami belum ada."),
                find_out=_(
                    "Peraturan apa yang mendasarinya, dan bolehkah kami meminta salinannya?"
                ),
                of="origin",
                lead=_("Dasar hukum di tempat asal"),
                quote=quotations.field("legal_basis"),
                decides=True,
            ),
            Question(
                _("Apakah petugas dan mitra bersedia mengubah cara kerjanya?"),
                strength=_("Petugas dan mitra bersedia mengubah cara kerjanya."),
                gap=_("Petugas dan mitra belum diajak bicara atau belum bersedia."),
                find_out=_("Pekerjaan siapa yang akan berubah, dan apa pendapat mereka?"),
                of="us",
                lead=_("Sikap petugas di tempat asal"),
                quote=quotations.staff_and_partners,
            ),
            Question(
                _("Apakah syarat menirunya kami ketahui, dan izinnya sudah ada?"),
                strength=_("Syarat menirunya diketahui, dan izinnya ada."),
                gap=_("Izin dari instansi asal belum ada."),
                find_out=_(
                    "Apa syarat menirunya: izin, penyebutan asal, hak atas aplikasi dan nama?"
                ),
                of="origin",
                lead=_("Syarat meniru"),
                quote=quotations.field("copy_terms"),
                decides=True,
            ),
        ),
    )


def _testable() -> Area:
    return Area(
        "coba",
        _("Dapat dicoba dulu"),
        (
            Question(
                _("Apakah ada satu tempat untuk mencobanya: satu puskesmas, sekolah, desa?"),
                strength=_("Ada tempat untuk mencobanya."),
                gap=_("Tempat uji coba belum ada."),
                find_out=_("Unit mana yang siap menjadi tempat uji coba?"),
                of="us",
            ),
            Question(
                _("Apakah hasil pertama dapat terlihat dalam satu tahun anggaran?"),
                strength=_("Hasil pertama dapat terlihat dalam satu tahun anggaran."),
                gap=_("Belum pasti hasil pertama terlihat dalam satu tahun anggaran."),
                find_out=_("Berapa lama sampai hasil pertama terlihat?"),
                of="origin",
                lead=_("Hasil pertama di tempat asal"),
                quote=quotations.first_year,
            ),
            Question(
                _("Apakah ukuran berhasilnya sudah kami sepakati?"),
                strength=_("Ukuran berhasilnya sudah disepakati."),
                gap=_("Ukuran berhasil dan angka awalnya belum disepakati."),
                find_out=_("Angka apa yang akan kami ukur, dan berapa nilainya sekarang?"),
                of="us",
                lead=_("Yang diukur di tempat asal"),
                quote=quotations.measures,
            ),
        ),
    )


def _resourced() -> Area:
    return Area(
        "daya",
        _("Sumber daya"),
        (
            Question(
                _("Apakah anggarannya ada dan jelas sumbernya?"),
                strength=_("Anggarannya ada dan jelas sumbernya."),
                gap=_("Anggaran dan sumbernya belum ada."),
                find_out=_("Berapa biaya awal dan biaya tahunan, dan dari sumber apa?"),
                of="origin",
                lead=_("Biaya di tempat asal"),
                quote=quotations.field("cost"),
                decides=True,
            ),
            Question(
                _("Apakah orangnya cukup, dengan keahlian dan waktu?"),
                strength=_("Orangnya cukup, dengan keahlian dan waktu."),
                gap=_("Tenaga dengan keahlian dan waktu yang cukup belum ada."),
                find_out=_("Berapa orang, dengan keahlian apa, dan berapa lama pelatihannya?"),
                of="origin",
                lead=_("Tenaga di tempat asal"),
                quote=quotations.field("staff"),
                decides=True,
            ),
            Question(
                _("Apakah alat, tempat, dan jaringannya ada?"),
                strength=_("Alat, tempat, dan jaringannya ada."),
                gap=_("Alat, tempat, atau jaringan belum lengkap."),
                find_out=_("Alat, aplikasi, dan sarana apa yang dipakai?"),
                of="origin",
                lead=_("Alat dan sarana di tempat asal"),
                quote=quotations.equipment,
            ),
            Question(
                _("Apakah ada penanggung jawab tetap, juga bila pejabat berganti?"),
                strength=_("Penanggung jawabnya tetap, juga bila pejabat berganti."),
                gap=_("Penanggung jawab tetap belum ada."),
                find_out=_("Siapa yang melanjutkan bila pejabatnya berganti?"),
                of="us",
                lead=_("Bila pejabat berganti, di tempat asal"),
                quote=quotations.succession,
                decides=True,
            ),
        ),
    )

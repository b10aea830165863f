"""The words that event codes of version 1 are compressed with: a text that must never change.

A code refers to places in this text, so a code on a printed poster is read right only with the
very same text. Other words need another version (:mod:`app.web.events.event_code`).
"""

# What titles, places, hosts and agendas are made of; the commonest at the end, where a place
# in the text takes the fewest bits.
WORDS = (
    "Registrasi Pembukaan Sambutan Doa Laporan Panitia Rehat Makan siang Salat Asar "
    "Jumat Tanya jawab Diskusi kelompok panel Moderator Kunjungan lapangan Indonesia "
    "Raya kepemudaan kepolisian kemiskinan kependudukan kebencanaan ketahanan pangan "
    "lingkungan sampah kesehatan ibu dan anak stunting pendidikan ekonomi pemberdayaan "
    "perempuan disabilitas pelayanan publik digital Percepatan penurunan pencegahan "
    "melalui untuk dengan tema,penyelenggara,tempat,tamu,agenda,judul\nProf. Ir. H. Hj. "
    "Dr. , S.Sos., M.Si. , S.E., M.M. , S.H., M.Kes. , M.Pd., Ph.D. Institut Politeknik "
    "Universitas Negeri Muhammadiyah Hotel Ruang Rapat Gedung Graha Balai Pendopo "
    "Auditorium Jalan Jenderal Sudirman Ahmad Yani Nomor Perpustakaan Puskesmas RSUD "
    "Kelurahan Pusat Badan Perencanaan Pembangunan Riset dan Inovasi Daerah Bappeda "
    "Dinas Kesehatan Pendidikan Sosial Komunikasi Informatika Kependudukan dan "
    "Pencatatan Sipil Pemberdayaan Masyarakat Desa Lembaga Administrasi Negara "
    "Kementerian Dalam Negeri Pendayagunaan Aparatur Negara dan Reformasi Birokrasi Aceh "
    "Sumatera Utara Barat Selatan Riau Jambi Bengkulu Lampung Kepulauan Bangka Belitung "
    "Daerah Khusus Jakarta Istimewa Yogyakarta Jawa Tengah Timur Banten Bali Nusa "
    "Tenggara Kalimantan Sulawesi Gorontalo Maluku Papua Pegunungan Barat Daya lantai "
    "Kantor Gubernur Kantor Wali Kota Kantor Bupati Kantor Camat Kecamatan Aula Hari "
    "Belajar Bersama Bimbingan Teknis Forum Belajar dari Temu Lokakarya Replikasi "
    "Inovasi Berbagi Pengetahuan Jaringan Inovasi Pelayanan Publik Provinsi Pemerintah "
    "Provinsi Pemerintah Kota Pemerintah Kabupaten Biro Organisasi Sekretariat Daerah "
    "Provinsi Kota Kabupaten Berbagi Praktik Baik Inovasi Pelayanan "
    "Publik\n\n2028-0\n2027-1\n2027-0\n09:00\n15:00\nWIT\nWITA\n08:30\n16:00\nWIB\nAula "
    "\n\n\n\n\nregistrasi15pembukaan15tanggapan15lain10\tSambutan "
    "registrasi30pembukaan30kasus35kasus30kasus20kasus15kasus25rehat15ishoma60ishoma90kas"
    "us25kasus25asar15diskusi90diskusi60klinik60klinik30komitmen30penutupan15"
)

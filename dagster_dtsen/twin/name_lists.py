"""Common Indonesian name words by culture, sex and cohort; frequent ones first."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "jawa.L.lama": """
        Sutrisno Slamet Supardi Mulyadi Supriyanto Suparman Wahyudi Suyanto Sugeng Sunaryo
        Supriyadi Sukardi Suwarno Sumarno Sutarno Mulyono Soeharto Hartono Sugiyanto Paijo
        Wagiman Tukiman Ngatimin Sarjono Suroso Djoko Suradi Parman Sukirno Kasiman Sumadi
        Poniman Sutikno Warsito Boedi Tjahjono Sukarno Suharto Kasmin Sardi Jumadi Mustofa
        Rebo Wakidi Soekardi Samidi Sadiman Karyono Darmanto Sumanto Widodo Soewarno Sastro
        Ponidi Legiman Tumiran Kusnadi Wahyono""",
    "jawa.L.baru": """
        Agus Eko Dwi Budi Joko Bambang Tri Andi Heri Wahyu Rudi Arif Dedi Bayu Aditya Dimas
        Rizky Galih Yoga Bagus Fajar Hendra Adi Teguh Danang Yudi Hermawan Satria Ilham Rendi
        Iwan Anton Kurniawan Catur Gilang Indra Prasetyo Wisnu Hari Yanto Arya Dian Guntur Tegar
        Sigit Puji Nanang Imam Didik Yusuf Raka Rafi Alvin Kevin Rangga""",
    "jawa.P.lama": """
        Sulastri Sumiati Sumarni Suparmi Sumiyati Kartini Sutinah Tumini Sunarti Sri Sukinem
        Ngatinah Painem Suminah Kasinem Sarinah Wagiyem Juminten Sukarti Supiyah Mursinah
        Suwarni Sumini Tukinem Poniyem Lasmi Rukmini Sartini Suryati Soeprapti Parti Endang
        Djumiati Sugiarti Ngatiyem Musiyem Sulasmi Partinah Yatini Murtini Sudarmi Wasinah""",
    "jawa.P.baru": """
        Sri Siti Dwi Eka Tri Dewi Ratna Wahyu Rini Yuni Fitri Endah Indah Ayu Anisa Novi Lestari
        Ika Retno Wulan Diah Putri Dian Nanik Lilis Tutik Kartika Rina Yulia Nurul Titik Puspita
        Erna Ani Ambar Intan Citra Mega Nadia Salsabila Aulia Nabila Zahra Keisha Aisyah Bunga
        Vina""",
    "jawa.L.akhir": """
        Santoso Setiawan Wibowo Nugroho Prasetyo Susanto Saputra Hidayat Kurniawan Widodo Utomo
        Cahyono Purnomo Wijaya Raharjo Handoko Pratama Wicaksono Hartanto Riyanto Haryanto
        Mulyadi Subagyo Irawan Prabowo Suryanto Yulianto Kuncoro Ramadhan Firmansyah Nurcahyo
        Basuki Wardoyo Hermanto Purwanto""",
    "jawa.P.akhir": """
        Wahyuni Lestari Rahayu Astuti Handayani Wulandari Setyowati Ningsih Sari Susanti
        Puspitasari Kusumawati Utami Mulyani Hartati Widyastuti Purwanti Fatmawati Yuliani
        Anggraini Maharani Safitri Permatasari Indriani Suryani Winarsih Hidayati Nurjanah
        Rahmawati Kurniasih Sulistyowati Retnowati Damayanti""",
    "sunda.L": """
        Asep Dede Ujang Iwan Dadang Cecep Agus Deni Dedi Encep Aep Yayan Endang
        Tatang Nandang Jajang Deni Ade Rahmat Maman Iman Oman Enjang Yana Dadan Wawan Hendi
        Ahmad Rizki Fajar Ikbal Rian Aditya Gilang Sandi Entis Karna Sukarna Omo Engkos Uus
        Didin Kosasih Aceng Anda Ruhiat Opik Dudung Ganjar""",
    "sunda.P": """
        Siti Nurhayati Neneng Euis Aminah Imas Iis Ai Yati Nyai Lilis Elis Dedeh Cucu Ela Wati
        Rina Nining Tati Yeyen Titin Enung Enok Ratna Nina Dewi Mimin Tuti Oom Icih Rohaeti
        Iceu Popon Ani Yanti Neng Rani Intan Nisa Sinta Wiwin Eti Ros Mumun Kokom Teti Elin
        Widia""",
    "sunda.L.akhir": """
        Hidayat Suryana Supriatna Gunawan Permana Kurnia Saepudin Mulyana Sopandi Nugraha
        Ramdani Setiawan Sutisna Rohman Sobandi Hermawan Jaelani Iskandar Rustandi Herdiana
        Suherman Kusnadi Ruswandi Solihin Komarudin Sudrajat Fauzi Ardiansyah Pratama Nurdin""",
    "sunda.P.akhir": """
        Nurhayati Rohayati Rohaeni Sumiati Nuraeni Sari Komariah Kurniasih Suryani Maryati
        Hasanah Rosmiati Aminah Patimah Sulastri Julaeha Herawati Mulyani Lestari Yuningsih
        Oktaviani Rahmawati Solihah Jubaedah Sopiah Nurjanah Saadah Permatasari""",
    "muslim.L": """
        Ismail Junaidi Abdul Herman Ahmad Ibrahim Yusuf Muhammad Syamsul Zainal Rahmat
        Hasan Ali Umar Usman Hamzah Idris Saiful Fahri Rizal Irfan Fadli Ridwan Syahrul
        Bahrudin Khairul Zulkifli Mahmud Mansur Nasir Salim Sulaiman Taufik Firman Hamdan
        Arifin Mukhtar Faisal Iskandar Anwar Ilyas Jamaluddin Hafiz Amin Rusli Basri Syafii
        Ma'ruf Rif'at Yahya Iqbal Azhar Luthfi""",
    "muslim.P": """
        Nurhayati Siti Aminah Fatimah Nur Aisyah Rohani Halimah Khadijah Nurul Zainab Maryam
        Salmah Rahmah Zubaidah Hasanah Fitriani Mariani Nurhasanah Azizah Hafsah Yusnidar
        Rosmini Jamilah Masitah Khairunnisa Nur'aini Sa'diyah Rosnah Sakinah Latifah Faridah
        Salwa Naila Humaira Syifa Zahratul Raudah Mutia Cut Rukiah Wardah""",
    "muslim.L.akhir": """
        Hidayat Rahman Ramadhan Saputra Fauzi Hakim Aziz Siregar Maulana Akbar Syah Anwar
        Harahap Kurniawan Alamsyah Ansori Effendi Lubis Hasibuan Daulay Rasyid Wahab Karim Hadi
        Halim Latif Syahputra Nasution Mubarak Basyir Ghofur Mukti Wahid Rohim Sya'ban""",
    "muslim.P.akhir": """
        Sari Rahmi Hayati Hasanah Fitri Jannah Ulfa Rahmawati Wati Aini Utami Husna Yanti
        Safitri Ramadhani Maharani Putri Afifah Amalia Nasution Mardiah Hidayah Lubis Susanti
        Marlina Yusra Maulida Agustina Handayani""",
    "batak.L": """
        Parulian Jhon Marihot Togar Binsar Tumpal Ronald Hotman Sahat Maruli Robert Daniel
        Jonathan Rikardo Poltak Saut Jannes Mangasi Bonar Lamhot Ferdinand Samuel Manahan
        Haposan Rudolf Edison Roy Gabriel Tigor Victor Immanuel Andreas""",
    "batak.P": """
        Rosmawati Tiurma Rotua Lasma Herlina Maria Ruth Tiarma Nurmala Desi Christina Debora
        Tetty Masniari Marlina Dameria Romauli Elisabeth Juliana Riris Yohana Sondang Lamria
        Ester Duma Friska Veronika Rohani Tio Nova""",
    "batak.marga": """
        Siregar Simanjuntak Sitorus Nasution Sihombing Manurung Hutagalung Panjaitan Situmorang
        Sinaga Hutapea Silalahi Simbolon Tampubolon Purba Ginting Sembiring Tarigan Pardede
        Lumbantoruan Nababan Marpaung Hasibuan Harahap Saragih Damanik Siahaan Pasaribu Gultom
        Aritonang Sitompul Barus Lubis Karo-Karo""",
    "minang.L": """
        Syafrizal Zulkifli Herman Hendri Afrizal Yulizar Ermanto Jasman Nofrizal
        Dasril Masrizal Yusrizal Syamsuar Rizaldi Syaiful Amrizal Zainal Andri Hafiz Fadhil
        Rahmat Buyung Bustami Nasrul Basrizal Aprizal Rafki Hamdi Irwandi Zulfahmi""",
    "minang.P": """
        Nurhayati Yusnimar Ermawati Nurlela Yulinar Rosmanidar Syafni Gusnidar Desmawati
        Yurnalis Nelfi Mardiana Asniar Fitria Elvira Rahmi Yelni Zuraida Nurbaiti Rosna Suci
        Annisa Wirda Warnidar Ratna Upik Salma Yuliarni Erni""",
    "bali.L": """
        Sudiarta Suardana Widiana Sukarta Artawan Wirawan Sumerta Mahardika Suparta Adnyana
        Darmawan Sudana Astawa Budiasa Suartika Yasa Arimbawa Subagia Sutama Parwata Mertayasa
        Putra Dharma Pradnyana""",
    "bali.P": """
        Suryani Sukerti Widiasih Wati Ariani Suarniti Lestari Sudiani Puspawati Rusmini Yanti
        Sariasih Astini Sukarini Purnami Dewi Trisna Pratiwi Ayuni Mertasih Sulasih Murniati
        Candra Swandewi""",
    "bugis.L": """
        Baharuddin Ismail Abdul Herman Syamsuddin Amiruddin Junaidi Muhammad Hamzah Kamaruddin
        Nurdin Sudirman Jamaluddin Tahir Arsyad Sultan Rusdi Mappa Haeruddin Ambo Beddu Lukman
        Ilham Sainuddin Muhtar Asri Alimuddin Ridwan Akbar Fajrin Daming Sangkala""",
    "bugis.P": """
        Nurhayati Hasnah Nuraeni Sitti Rosmiati Rahmawati Hasmawati Darmawati Marwah Syamsiah
        Kasmawati Indo Salmiah Hajrah Nurlina Sumarni Fatmawati Musdalifah St Ramlah Suriani
        Halijah Rosdiana Wahyuni Asriani Nursyamsi Cahaya""",
    "bugis.akhir": """
        Daeng Rahman Hasan Arifin Tahir Saleh Yunus Mustafa Salam Syam Idrus Ramli Amir Mansyur
        Sari Lestari Putri Rauf Majid Patta Jafar Basri""",
    "timur.L": """
        Yohanes Petrus Paulus Markus Yosef Stefanus Fransiskus Martinus Antonius Agustinus
        Yakobus Simon Daniel Melkianus Alexander Benediktus Kornelis Lukas Thomas Yulius Andre
        Jose Hendrik Gerson Elias Filipus Rafael Domi Otniel Nikodemus""",
    "timur.P": """
        Maria Yuliana Theresia Elisabeth Agustina Margaretha Kristina Martha Yohana Anastasia
        Bernadeta Fransiska Veronika Paulina Rosalia Debora Natalia Ester Magdalena Yosefina
        Sarlota Regina Katarina Adolfina Welmince Naomi Selfina Renata""",
    "timur.marga": """
        Nahak Bere Taek Seran Manek Lake Tefa Bria Sogen Kelen Tukan Ola Lusi Wenda Kogoya
        Tabuni Mote Wonda Yikwa Rumbiak Wanggai Mandacan Pattiasina Latuheru Manuputty
        Lekatompessy Rumengan Mandagi Lumentut Wowor Tumbelaka Kambu Boseren Leba Djo Radja
        Ndoen Dapa Bili Tanggu""",
    "tionghoa.L": """
        Hendra Budi Andi Wijaya Johan Steven Kevin Rudy Hendrik Edward Freddy Michael Jimmy
        Tommy William Herman Suryadi Felix Ricky Andreas""",
    "tionghoa.P": """
        Lina Meliana Susi Yenny Vivian Siska Jessica Lily Fenny Angelina Shinta Merry Christine
        Stephanie Linda Novita Cindy Mei Silvia Yuliana""",
    "tionghoa.marga": """
        Wijaya Halim Tanoto Gunawan Salim Susanto Hartono Lim Tan Kusuma Liem Chandra Widjaja
        Setiadi Darmadi Winata Tjandra Kurnia Lesmana Sutanto""",
    "muhammad": "Muhammad Muhamad Mohammad Moh Mochamad Mohamad M Muh",
    "siti": "Siti Nur Sitti",
    "bali.L.urut": "Wayan Made Nyoman Ketut Putu Kadek Komang Gede Nengah",
    "bali.P.urut": "Wayan Made Nyoman Ketut Putu Kadek Komang Luh Nengah",
    "bali.kasta": "Ida Anak Pande Dewa Gusti",
    "i": "I",
    "ni": "Ni",
    "andi": "Andi",
    "raden": "Raden",
    "haji.L": "H",
    "haji.P": "Hj",
    "bin.L": "Bin",
    "bin.P": "Binti",
    "jalan": """
        Merdeka Sudirman Diponegoro Mawar Melati Kenanga Pahlawan Veteran Kartini Raya Masjid
        Pasar Stasiun Pemuda Gajah-Mada Hasanuddin Anggrek Dahlia Cempaka Flamboyan Nusantara
        Mangga Rambutan Kenari Merpati Garuda KH-Ma'shum Ma'ruf Imam-Bonjol Ahmad-Yani""",
    "dusun": """
        Krajan Sukamaju Karanganyar Sidomulyo Tegalrejo Cikadu Babakan Pasir Gunungsari
        Mekarsari Karangsari Sumberejo Kaliwungu Bulu Rejosari Sukasari Lebak Tanjung Mulyasari
        Pondok Padang Cibodas Sukajadi Wonosari Kebonsari Jatisari""",
}

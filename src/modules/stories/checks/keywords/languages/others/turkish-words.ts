/** Stems of verbs: as keywords, they take the endings of verbs and not those of nouns. */
export const verbStems = `
  gel git gör yap bul sür tut bil çek dön değiş bas göster topla sor dur eleştir kes düşün anla işle yaşa tak doğ sat kon çal
  kur çıkar yak bağla tanı üret gözle birik tüket ilet önle yarat yönet anlat geliş bulun taşın taşı ol et al ver kal
  çık başla konuş söyle iste bekle çalış koş yürü otur kalk uyu uyan kapat kapa oku öğren öğret unut hatırla sev ağla bak
  dinle duy işit hisset ye pişir yıka temizle giy getir götür gönder yolla gir kaldır indir yüksel alçal büyü küçül azal
  kazan kaybet yenil vur boz yık kop böl ayır birleş birleştir dağıt dağıl paylaş sakla saklan gizle kaç kaçır kovala yakala
  kurtar kurtul öldür öl doğur yaşat besle büyüt yetiş yetiştir kullan dene çöz hesapla say ölç tart seç belirle planla
  hazırla hazırlan bitir bit tamamla sürdür durdur engelle bırak ayrıl kavuş buluş tanış karşılaş görüş seyret izle bakın
  aran incele araştır sorgula cevapla yanıtla açıkla belirt vurgula savun inan kork korkut şaşır şaşırt öfkelen sevin üzül üz
  utan gurur özle dile iyileş iyileştir hastalan yorul dinlen koru korun saldır ulaş ulaştır yaklaş uzaklaş gez dolaş sıçra
  atla tırman sürün yuvarla yuvarlan kay süz dol doldur boşalt dök damla parla parılda ışılda sön söndür aydınlat ısıt soğut
  erit eri kurut ıslat ıslan karıştır karış ekle çıkarıl eksil katıl kat ilgilen uğraş oyna eğlen gülümse bağır fısılda sus
  öp sarıl dokun it biç göm örül ör dikil çiz süsle olustur oluştur oluş sağla benze uygula düzenle um sun belir aş vazgeç
  kok rahatla`

/** Words that look like a form of a shorter word. */
export const wholeWords = `
  ata yeniden karın posta sorun sorunu altında balta kadın yakın yalın birlikte sonra adam
  yapı yapım süre göre sürü tutum tutar yayın bilim bilgi bile çekim dönüm değişim basın soru durum kapı yazı kesin altın düşünce
  anlam anlatım anlayış üzere takım dilim konu konum doğum başkan taşıma satın ortam ortanca çalı bağın alındı
  karşın düşmanca kurum yaka oran martı bağlam tanım emin emine üretim stadla gözlem öteki dere derece birikim yarım tüketim iletim boyunca
  sarı önlem yaratın yönetim açıkla doğrudan eleştiri ilişkin önceden geliş gelişim özellikle fiziki gerçekten toplam
  kalın kalem kalma kale araba kendi kendisi hatta sayın birim özgün alevi konya kurye süryani taktik takip kaçak bağırsak bakan uyarı ödeme buluş yaka odun oda yolcu yoldaş ayna ayakkabı aylık kazan kazanç balık yazın kışın geçim geçit seçim saçma saçı
  dalga dalış gülüm gülle topuz topaz topla tuzla taşlık elma elbise eleman elden başarı başka baskı karşı kara karar kargo
  kartal karton kara kaygı yara yarar yaralı yaş yaşam yaşlı yağmur yüzük yüzey yüzde günde bugün dünya dünkü
  sıra sıradan sınır sınıf ötek balina bala bakım bakı atlas atlet atık anıt anne annem anı ana arı ara aralık arka arkadaş
  canlı canavar camii cami süt sütun suç yılan yıldız yolluk eleme evet evren evrak işte işaret ilk ilke ilaç
  ülke ülkü denizci kasap kasa kase masal masa kitabe kadın satır satış sarma sarı tane tanık tanrı tepki tepsi yeni yer yerli
  dizi dizin ekim ekin ekip eşik eşit eşya hala haldır halı hale hali halk hamam hasta hastane ırma ırk kılıç kıla
  tarım tarih tarla torun uzun uzay uçak uçurum umut ödün ödev ölüm ölçü önem öneri özel özen özet özür üçgen`

/** Nouns that only look like infinitives. */
export const nounsInMak = 'parmak ırmak ekmek yemek çakmak tokmak kaymak basamak kaçamak'

/** Words of one syllable whose last consonant is soft before a vowel. */
export const softened = 'dip dert kurt renk denk gök taç uç güç genç cilt kalp harp yurt burç borç'

/** Nouns with a back vowel that take front endings: saatler. */
export const frontNouns =
  'hal rol alkol saat harf kalp seyahat hayal kontrol ihtimal sembol festival dikkat hakikat kabahat petrol protokol gol mentol normal istikbal ideal emsal kemal moral sual ziraat sanat'

/** Nouns that double or lose a letter before a vowel: hakkı, burnu. */
export const changedStems =
  'hak hakk|his hiss|sır sırr|hat hatt|af aff|zıt zıdd|ret redd|tıp tıbb|burun burn|şehir şehr|oğul oğl|ağız ağz|alın aln|boyun boyn|akıl akl|isim ism|resim resm|fikir fikr|sabır sabr|zihin zihn|nehir nehr|omuz omz|göğüs göğs|beyin beyn|karın karn|gönül gönl|nesil nesl|ömür ömr|vakit vakt|keyif keyf|şekil şekl|cisim cism|asıl asl|kayıp kayb|hüküm hükm|devir devr|emir emr|izin izn|kısım kısm|hüzün hüzn|zulüm zulm|küfür küfr|metin metn|ritim ritm|cürüm cürm|haciz hacz|kahır kahr|nabız nabz|zehir zehr|seyir seyr|su suy'

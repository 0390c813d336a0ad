import { lines, passages, words, type Tongue } from './tongue.ts'

const pools = {
  home: words('Valdeluz; Puerto Sereno; Montealto; Robledal'),
  place: words(
    `junto al viejo molino; en la estación vacía; al pie del faro; en la biblioteca; bajo el gran tilo;
     en el mercado; cerca del puente; en el teatro cerrado; a orillas del río; en la torre`
  ),
  goal: words('campana de plata; llave de luna; carta perdida; brújula de jade'),
  foe: words('don Severo; doña Leocadia; Simón Mora'),
  stranger: words('barquero; relojero; jardinero; panadero; violinista; sereno'),
  thing: words(
    'botón de nácar; espejo pequeño; silbato de lata; guante azul; farol roto; cuaderno'
  ),
  creature: words('lechuza; gata gris; urraca; zorra; liebre; tortuga'),
  weather: words(
    `la lluvia tamborileaba en los tejados; la niebla llenaba las calles; nevaba sin ruido;
     las estrellas parecían muy cercanas; soplaba un viento tibio; tronaba a lo lejos`
  ),
  time: words(
    `una mañana fría; poco antes del alba; ya entrada la noche; al tercer día; a la hora azul;
     hacia el mediodía; al final de la semana`
  )
}

export const spanish: Tongue = {
  gap: ' ',
  plot: {
    opening: passages(`
      En {home} todos conocían a {hero}, y casi nadie sabía quién era en realidad.
      Por las tardes se sentaba {place} a dibujar mapas de lugares que nunca había visto.
      Casi siempre {weather}, y nadie venía a interrumpirla.
      {Time}, eso cambió.

      La historia de la {goal} empezó {place}, como tantas otras cosas en {home}.
      {hero} aseguraba que existía, y {friend} se limitaba a reír.
      Afuera {weather}, y adentro se hizo de pronto el silencio.
      —Entonces búscala —dijo alguien, y así quedó decidido.
    `),
    want: passages(`
      {hero} solo quería una cosa: encontrar la {goal} y traerla a casa.
      Se lo había prometido a su abuela, y las promesas no pesan menos con los años.
      {friend} metió en la bolsa pan, una manta y un {thing}.
      {Time} se pusieron en camino.

      Sin la {goal}, {home} seguiría apagándose, ventana tras ventana.
      {hero} lo sabía, y por eso dormía mal.
      —Voy contigo —dijo {friend}—, alguien tiene que ocuparse de las cosas sensatas.
    `),
    trouble: passages(`
      Pero {foe} también había oído hablar de la {goal} y había salido antes.
      La primera señal apareció {place}: una puerta abierta y una lámpara todavía caliente.
      Faltaban todos los mapas.
      —Llegamos tarde —dijo {hero}, y por primera vez sonó asustada.

      El problema llegó {time} y llamó a la puerta con educación.
      Era {foe}, con una sonrisa de verja cerrada.
      {hero} pensó en las ventanas de {home} y empujó la mesa contra la puerta.
    `),
    turn: passages(`
      Entonces {friend} notó que habían leído el mapa al revés.
      La {goal} no estaba al final del camino, sino al principio.
      {hero} se rió hasta que tuvo que sentarse.
      Luego dieron media vuelta y echaron a correr.

      La respuesta la tenía un {stranger} a quien nadie había preguntado nunca con amabilidad.
      —La {goal} no se puede tomar —explicó—, pero quizá quiera acompañarlas.
      {hero} le dio vueltas a la frase como a una piedra de río.
    `),
    climax: passages(`
      Encontraron a {foe} {place}, y entre ellos solo quedaba la {goal}.
      Durante tres respiraciones no se movió nadie.
      Entonces {hero} dijo sencillamente la verdad, y eso no lo esperaba nadie.
      A quien ya no sujeta nada, nada se le puede arrebatar.

      Todo dependía ahora de una cuerda y de una sola decisión.
      A un lado estaba la {goal}, y al otro colgaba {friend}.
      {hero} no dudó ni un instante, y en eso consistía la prueba.
      La cuerda resistió.
    `),
    ending: passages(`
      {hero} volvió a {home} con polvo en las mangas y la {goal} bajo el brazo.
      Una tras otra se encendieron las ventanas.
      {friend} lo contó tantas veces que los peligros crecieron y los caminos se acortaron.
      Y cuando cae la tarde, ella sigue sentada {place}, dibujando.

      Al final la {goal} quedó donde todos podían verla y nadie podía poseerla.
      —¿Y ahora? —preguntó {friend}.
      {hero} tomó su abrigo y dejó la puerta abierta tras de sí.
    `)
  },
  scenes: passages(`
    En el camino encontraron {place} a un {stranger} cansado que, en vez de dinero, pidió un cuento.
    {hero} le contó el del día en que los relojes se pararon {place2}.
    Él se rió en todos los momentos justos y en uno equivocado.
    Al despedirse les regaló un {thing}.

    {Time}, mientras {weather}, buscaron refugio {place}.
    Olía a papel viejo y a cena ajena.
    Detrás de una tabla suelta {friend} halló un {thing} y lo limpió con la manga.
    Nadie sabía para qué servía, y por eso mismo se lo llevaron.

    Una {creature} iba delante y a veces volvía la cabeza.
    Cuando desapareció {place}, {hero} la echó de menos enseguida.
    —Así se empieza —dijo {friend}—: primero te falta una {creature} y luego escribes versos.

    Discutieron {time}, como discute la gente cansada.
    Al llegar {place2}, {hero} ya había preparado una disculpa magnífica.
    {friend} fue más rápida, con una más corta y media manzana.

    Un {stranger} amable les dejó calentarse las manos {place}.
    En el estante había un {thing} envuelto con cuidado en un paño.
    —Lo recuerda todo —les advirtió en voz baja.
    Aquella noche {weather}, y nadie quiso dormir.

    La noticia había corrido más que ellas: {place} un {stranger} ya sabía sus nombres.
    Según él, {friend} era una giganta y {hero} hablaba con una {creature}.
    No vieron motivo para corregirlo.

    {hero} encontró {place} una carta dirigida a ella.
    La primera línea avisaba, la segunda bromeaba y la tercera era solo su nombre.
    Al lado había un {thing}, tibio aún de una mano desconocida.

    Un {stranger} vendía {place} mapas de lugares que todavía no existían.
    En uno de ellos {hero} descubrió una mancha diminuta llamada {home}.
    El precio era demasiado alto, pero {place2} seguía pensando en ella.
  `),
  asides: {
    neutral: lines(`
      Fue {place} un día como tantos, y sin embargo ambas lo recordaron después.
      Comieron {place} lo que había y quedaron contentas.
    `),
    humorous: lines(`
      Fue {place} donde {friend} se sentó sobre el único pastel de la comarca.
      La {creature} deseaba presentar una queja formal.
    `),
    dark: lines(`
      Las sombras tenían {place} la paciencia de los acreedores.
      Lo que la noche se llevó {place} no pensaba devolverlo.
    `),
    epic: lines(`
      Hasta las colinas parecían alzarse {place} para verlas pasar.
      De días menores que aquel todavía se canta {place}.
    `),
    romantic: lines(`
      Sus manos se rozaron {place}, y ninguna de las dos se apartó.
      Hay silencios que {place} sonaban mejor que cualquier música.
    `),
    mysterious: lines(`
      Las huellas entraban {place}, pero ninguna salía.
      Sonaron tres campanadas {place}, donde jamás hubo campana.
    `),
    dramatic: lines(`
      Una sola palabra lo habría detenido todo {place}, y nadie la pronunció.
      Se rompió un vaso {place}, y sonó como una sentencia.
    `)
  },
  shorts: lines(`
    Silencio.
    Nada.
    Esperaron.
    Nadie habló.
    Pasó el tiempo.
    Todo quedó muy quieto.
    {hero} asintió una sola vez.
    Ninguna de las dos miró atrás.
  `),
  titles: lines(`
    La {goal} de {home}
    {hero} y la {goal}
    El camino a {home}
    Una lámpara en {home}
  `),
  summaries: lines(`
    {hero} y {friend} dejan {home} para encontrar la {goal} antes que {foe}.
  `),
  keywordAsNoun: [],
  keywordAsPhrase: lines(`
    En su cuaderno, {hero} escribió {k} y lo subrayó dos veces.
    Sobre la puerta alguien había pintado {k} en letras blancas.
    De {k} solo había oído hablar en susurros.
    —No olvides {k} —murmuró {friend}.
    Media noche se les fue hablando de {k} y de lo que podía significar.
    Ni siquiera {k} habría podido sorprenderla más.
    —Háblame otra vez de {k} —pidió {friend}.
    Bajo la lámpara, la palabra {k} brillaba como recién escrita.
    Alguien había dejado bajo la puerta una nota sobre {k} y nada más.
    En {home} todo empezaba y acababa con {k} y una taza de té.
  `),
  keywordsAsList: lines(`
    Aquella noche se habló de {k}, y todo formaba parte de lo mismo.
    La historia entera, solía decir {friend}, dependía de {k} y de un poco de suerte.
    Detrás de todo estaban {k}, como {hero} había sospechado.
  `),
  listAnd: ' y ',
  listComma: ', ',
  isPlainNoun: () => false,
  figures: words('Inés; Lucía; Marina; Alba; Jimena; Olalla; Vera').map(name => ({ name })),
  pools: () => pools
}

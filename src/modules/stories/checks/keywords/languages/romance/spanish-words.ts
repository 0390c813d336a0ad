export const irregularForms = `carácter caracteres|régimen regímenes|espécimen especímenes|buen bueno buena buenos buenas mejor mejores|bueno buen mejor mejores
  |malo mal peor peores|grande gran mayor mayores|pequeño menor menores|primero primer|tercero tercer|santo san santa santos|alguno algún alguna algunos algunas
  |ninguno ningún ninguna|ciento cien|uno un una unos unas|español española españoles españolas|pez peces|rey reyes|ley leyes|club clubes clubs
  |doctor doctora|español española|andaluz andaluza andaluces andaluzas|trabajador trabajadora trabajadoras|mayor mayores|menor menores`

export const uninflected =
  'marte martes antes lejo lejos jueves lunes viernes pero para este sobre como'

/** Nouns that end like adjectives: their feminine would be another word. */
export const nounsLikeAdjectives = `mercado estado lado partido sentido vestido ruido vado grado prado dado hado olvido nido tejido marido
  oído apellido alarido casado medico caso puñado bocado pescado ganado soldado senado cuidado resultado pasado helado escenario salario
  diario horario calendario armario rosario millonario vino camino destino molino pino latino signo casino intestino grano verano
  mano hermano piano plano océano pantano tirano órgano pañuelo sueño dueño niño año baño caño paño engaño rebaño otoño puño moño
  territorio laboratorio motor factor actor autor director doctor tambor valor color dolor amor honor olor sabor pintor
  lector rector sector tractor vector corazón camión avión canción balcón ratón león dragón jabón jamón limón melón salón sillón
  rincón cajón botón bastón cinturón montón volcán pan plan afán capitán huracán imán desván jardín calcetín violín delfín fin
  tratado juzgado grabado tejado candado arado abogado delegado invitado encargado significado contenido recorrido pedido sonido
  líquido fluido ácido óxido gemido ladrido rugido silbido zumbido latido chillido crujido poco tico pico mico público
  trigo ano mono sino pepino reino tino lino trino momento asiento viento cuento aliento sentimiento cimiento violento acento talento
  concierto invierno infierno gobierno cuaderno entierro instrumento monumento elemento aumento alimento argumento documento mundo segundo fondo
  nombramiento mes interés estrés arnés través cortés centro lenguado costado poblado árbol`

/** Adjectives whose endings do not show that they are adjectives. */
export const adjectives = `trasero homónimo distinto puro séptimo octogésimo inmediato inverso húmedo férreo raro complejo judío ganadero mestizo fronterizo cómodo extraño previo
  finito aéreo discreto ruso grueso suyo tuyo mío nuestro vuestro europeo gemelo supuesto seguro cardíaco paralelo financiero costero petrolero guerrero ligero obrero pesquero hotelero maduro duro futuro prematuro lejano
  viejo nuevo bueno malo rojo negro blanco amarillo alto bajo largo corto ancho estrecho gordo flaco delgado
  feo bonito lindo hermoso bello guapo rico pobre limpio sucio claro oscuro lleno vacío seco mojado frío caliente fresco tibio
  duro blando liso áspero dulce amargo salado agrio caro barato lento rápido primero segundo tercero cuarto quinto sexto octavo noveno
  solo junto mismo otro propio mucho poco todo cierto falso vivo muerto sano enfermo loco cuerdo sabio tonto listo bobo
  bravo manso fiero tierno listo maduro verdadero extranjero entero sincero ligero severo austero próspero
  moderno antiguo eterno interno externo materno paterno nocturno diurno taciturno maravilloso
  ciego sordo mudo cojo calvo rubio moreno castaño pelirrojo negro gris morado rosado dorado plateado
  recto curvo plano redondo cuadrado hondo profundo quieto inquieto serio alegre contento triste molesto
  justo injusto honesto modesto directo indirecto exacto perfecto correcto abierto cubierto desierto experto inmenso intenso extenso
  denso tenso suelto resuelto absoluto bruto astuto minuto diminuto remoto roto ignoto devoto escrito inscrito bendito maldito infinito
  favorito gratuito exquisito chico grande medio ambos sumo extremo supremo máximo mínimo óptimo último próximo íntimo legítimo marítimo
  anónimo unánime divino humano urbano romano cristiano mexicano americano italiano chino latino argentino femenino masculino
  vecino genuino marino cotidiano lejano cercano temprano anciano soberano mediano sano vano ajeno pleno sereno terreno
  ameno obsceno bueno chileno agudo crudo desnudo menudo rudo peludo absurdo sordo zurdo tardo izquierdo
  derecho estrecho satisfecho largo amplio propio contrario necesario primario secundario ordinario extraordinario
  literario voluntario solitario diario agrario varios judío bravío sombrío tardío medieval tonto santo tanto cuanto violento lento atento
  sediento hambriento sangriento fino digno indigno maligno benigno común magno vago largo amargo ciego griego gallego
  nuevo longevo malvado privado sagrado pasado cansado pesado salado helado sentado parado casado
  querido perdido dormido vestido unido conocido desconocido escondido prohibido
  público único físico químico médico político histórico económico`

/** After these words, what looks like a form of a verb is a noun or an adjective. */
export const beforeNouns = `un una unos unas el la los las lo al del de este esta estos estas ese esa esos esas aquel aquella mi mis tu tus su sus nuestro nuestra nuestros nuestras con sin por para en a cada dos tres cuatro otro otra otros otras gran mucho mucha muchos muchas sobre primer primera última último algún alguna ningún ninguna todo toda más qué`

/** Words that are no forms of a verb, even if they look like one. */
export const functionWords =
  'como para entre sobre esta estas este estes esto nada bajo contra cada vino solo sola salvo hacia según cerca acerca'

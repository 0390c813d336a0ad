export const irregularForms = `bom boa bons boas melhor melhores|mau má maus más pior piores|grande maior maiores|pequeno menor menores|mal males|cônsul cônsules
  |réptil répteis|projétil projéteis|fóssil fósseis|fácil fáceis|difícil difíceis|útil úteis|inútil inúteis|hábil hábeis|frágil frágeis|ágil ágeis|dócil dóceis|estéril estéreis|móvel móveis|fato facto fatos factos|ideia idéia ideias idéias
  |ótimo óptimo|ação acção ações acções|direção direcção|ator actor|atual actual|objeto objecto|projeto projecto|elétrico eléctrico|voo vôo|heroico heróico
  |espanhol espanhola espanhóis espanholas|cristão cristã cristãos cristãs|alemão alemã alemães alemãs|irmão irmã irmãos irmãs|são sã sãos sãs|vão vã|nu nua nus nuas|cru crua|mau má
  |algum alguma alguns algumas|nenhum nenhuma|comum comuns|um uma uns umas|todo toda todos todas|meu minha|seu sua seus suas|teu tua|mão mãos|pão pães|cão cães|chão chãos|judeu judia judeus judias
  |santo são|mais|dois duas|primeiro primeira|bem|qual quais|qualquer quaisquer|caráter caracteres|mel méis meles|país países|raiz raízes|juiz juízes|rei reis|lei leis|europeu europeia europeus europeias`

export const uninflected = 'mão nós mal mas para como sobre entre pelo avó avô ele dele'

export const nounsLikeAdjectives = `mercado estado lado partido sentido vestido ruído grau grado prado dado olvido ninho tecido marido ouvido apelido punhado bocado gado soldado senado cuidado resultado
  passado gelado casado calendário cenário salário horário diário armário rosário vinho caminho destino moinho pinho sino casino intestino grão verão plano oceano tirano pano cano ano humano engano
  território laboratório motor fator ator autor diretor doutor tambor valor cor dor amor honra odor pintor leitor setor trator vetor mês interesse momento assento vento conto alento sentimento
  monumento elemento aumento alimento argumento documento talento evento movimento cento aniversário comentário funcionário usuário dicionário século tratado telhado advogado delegado convidado encarregado significado
  pedido som líquido fluido ácido público povo museu céu chapéu troféu pneu véu réu minuto produto tributo estatuto instituto atributo velo lobo ensino menino pepino treino feno terreno sereno veneno aceno`

export const adjectives = `brasileiro financeiro completo conjunto diverso suíço diário complexo mineiro restrito fixo aflito futuro aéreo áureo paralelo abrupto fraco calmo tcheco secreto contemporâneo
  exacto oportuno subterrâneo húngaro candidato turco inédito disposto vasto feito prévio repleto costeiro oposto fofo eletrônico eletrónico electrónico estrangeiro verdadeiro guerreiro solteiro derradeiro novo velho bom belo bonito feio alto baixo longo curto largo estreito gordo magro delgado rico pobre limpo sujo claro escuro cheio vazio seco molhado frio quente fresco morno
  duro macio liso áspero amargo salgado azedo caro barato lento rápido primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono décimo último só mesmo outro próprio muito pouco todo certo falso vivo
  morto são doente louco sábio tolo pronto bravo manso terno maduro verdadeiro estrangeiro inteiro sincero ligeiro severo austero próspero moderno antigo eterno interno externo materno paterno noturno
  cego surdo mudo coxo calvo loiro louro moreno castanho ruivo preto branco vermelho amarelo negro roxo rosado dourado prateado curvo plano redondo quadrado fundo profundo quieto inquieto sério contente
  justo injusto honesto modesto direto exato perfeito correto aberto coberto deserto esperto experto imenso intenso extenso denso absoluto bruto astuto remoto roto escrito maldito bendito infinito favorito gratuito esquisito
  médio ambos extremo supremo máximo mínimo ótimo péssimo próximo íntimo legítimo marítimo anônimo anónimo divino humano urbano romano cristão mexicano americano italiano chinês latino feminino masculino vizinho genuíno marinho cotidiano quotidiano
  soberano mediano vão alheio pleno sereno terreno pequeno chileno agudo cru desnudo peludo absurdo tardo canhoto esquerdo direito amplo vário contrário necessário primário secundário ordinário extraordinário literário voluntário solitário
  judeu tardio sombrio medieval santo tanto quanto violento atento sedento faminto sangrento fino digno indigno maligno benigno magnífico vago largo grego galego gaélico malvado privado sagrado passado cansado pesado parado
  querido perdido dormido vestido unido conhecido desconhecido escondido proibido único físico químico médico político histórico econômico económico mágico trágico raro maior belga nosso vosso meu teu seu este aquele alegre público
  linda lindo magico gigantesco pitoresco oco rouco pouco bêbado sólido líquido ácido rígido úmido húmido tímido estúpido pálido válido cálido lúcido nítido`

/** After these words, what looks like a form of a verb is a noun or an adjective. */
export const beforeNouns = `um uma uns umas o a os as ao à aos às do da dos das no na nos nas pelo pela pelos pelas num numa de em com sem por para este esta estes estas esse essa esses essas aquele aquela meu minha meus minhas teu tua seu sua seus suas nosso nossa nossos nossas cada dois duas três outro outra outros outras grande muito muita muitos muitas primeiro primeira mais sobre entre`

/** Words that are no forms of a verb, even if they look like one. */
export const functionWords =
  'como para entre sobre este esta estes estas nada contra caso durante exceto segundo'

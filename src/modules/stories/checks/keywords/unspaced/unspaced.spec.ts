import { usedAndMissing } from '../keywords.fixture.ts'
import { checkKeywords } from '../keyword-check.ts'

/** Language | keyword | sentence | whether it is used (+) or not (-). */
const corpus = `
zh | 鳳凰 | 凤凰飞了。 | +
zh-TW | 龟 | 烏龜在河邊。 | -
zh-TW | 乌龟 | 烏龜在河邊。 | +
zh | 狗 | 小狗跑了。 | +
zh | 虎 | 老虎跑了。 | -
zh | 门 | 门洞很深。 | -
zh | 公里 | 走了10公里。 | +
zh | 《狐狸》 | 她读狐狸的书。 | +
zh | AI 朋友 | 我的AI朋友来了。 | +
zh | 5 | 五只小鸟 | +
zh | 5 | 两只小鸟 | -
ja | 飲む | お茶を飲んだ。 | +
ja | 飲む | お茶を飲まない。 | +
ja | 泳ぐ | 川で泳いでいた。 | +
ja | 話す | 彼女は話しました。 | +
ja | 待つ | ずっと待っている。 | +
ja | 起きる | 朝早く起きた。 | +
ja | 見る | 空を見ていた。 | +
ja | 帰る | 家に帰った。 | +
ja | 帰る | カエルが家にいる。 | -
ja | 寒い | とても寒かった。 | +
ja | 寒い | 寒気がした。 | -
ja | 旅行する | 旅行しました。 | +
ja | 立つ | 計画を立てる。 | -
ja | クマ | くまが来た。 | +
ja | くま | 大きなクマが来た。 | +
ja | 森 | もりへ行く。 | +
ja | もり | 深い森へ行く。 | +
ja | 犬 | 子犬が鳴いた。 | +
ja | 本 | 本来の姿 | -
ja | 光 | 星が光った。 | -
ja | 光 | 光が見えた。 | +
ja | データ | データベースを作る。 | -
ja | モニター | モニタが光る。 | -
ja | プリンタ | プリンターが動く。 | +
th | ตา | ตาของเขา | +
th | น้ำ | ดื่มน้ํา | +
th | ดาว | ดวงดาวสวย | +
th | แมว | แมวนอน | +
th | มา | มารดา | -
`

const rows = corpus
  .trim()
  .split('\n')
  .map(row => row.split(' | '))

describe('A keyword in a script without spaces', () => {
  it.each(rows)('%s: whether %j is used in %j: %s', (language, keyword, text, sign) => {
    const { used } = usedAndMissing([keyword ?? ''], text ?? '', language ?? '')
    expect(used).toEqual(sign === '+' ? [keyword] : [])
  })

  it('has the form of a verb and its place', () => {
    expect(checkKeywords(['走る'], '彼は走った。', 'ja')).toEqual([
      { keyword: '走る', result: 'used', form: '走った', at: [2], evidence: 'inflected' }
    ])
  })

  it('has the offsets of the original text where a sign is spelt in two parts', () => {
    expect(checkKeywords(['แมว'], 'น้ํา แมว', 'th')).toMatchObject([{ at: ['น้ํา '.length] }])
  })
})

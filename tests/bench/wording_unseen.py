"""How much of what was never tuned for does the wording check find?

The mistakes below were written before the first rule and are not to be adjusted to the rules,
nor the rules to them. Each goes into a record of its own in a copy of the real content:

    python tests/bench/wording_unseen.py
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from wording_seeds import Seed, Seeded

# One sentence, put below the body of a record.
SENTENCES = (
    # terms
    "支部组织党员学习习近平新时代特色社会主义思想。",
    "会议传达了党的第二十次代表大会精神。",
    "大家增强“四个意识”、坚定“四个自信”、做到“二个维护”。",
    "党员们深刻领悟“两个确立”的决定意义。",
    "街道组织学习党的十九届六次全会精神。",
    "支部落实三会一堂课制度。",
    "党员重温誓词，牢记初心、不忘使命。",
    "街道为残废人送去了轮椅。",
    "这名候补党员按期转正。",
    "由区工商局为企业办理执照。",
    "三月里，社区开展学雷峰志愿服务。",
    "座谈会吸收了两名入党积极份子参加。",
    "慰问组看望了辖区的聋哑人。",
    "企业的客户遍及中港台三地。",
    "街道卫计委派来了医生。",
    "工作始终坚持以人民为重心的发展思想。",
    # misspelt words
    "社区修好了楼下的水笼头。",
    "几家企业融汇贯通，合力攻关。",
    "支部因地治宜，分片推进。",
    "前来报名的人络绎不决。",
    "这支队伍的成绩名列前矛。",
    "志愿者冒着酷署上门服务。",
    "联盟解了企业的燃煤之急。",
    "党员发挥先峰模范作用。",
    "支部书纪带头发言。",
    "居民踊跃建言献测。",
    "节前，街道走防慰问了老党员。",
    "年底，党委表章了一批先进。",
    "支部召开了组积生活会。",
    "书记逐一谈心谈活。",
    "签约议式在大厅举行。",
    "园区党建工作上了一个新台价。",
    # punctuation
    "街道,社区和企业坐到了一起。",
    "她说：“我们要做好服务。",
    "双方签署了《共建备忘录，约定每季度会商。",
    "支部 成立以来，活动不断。",
    '企业打出了"党建"这张牌。',
    "活动结束了。。",
    "党员（含预备党员)全部到场。",
    "志愿者走访、和慰问了居民。",
    "收获是多方面的...",
    "为什么要建支部?答案在企业里。",
    # numbers and dates
    "支部于二○一八年成立。",
    "2018年6月31日，双方签约。",
    "项目自17年底启动。",
    "联盟服务了近50多家企业。",
    "培训约100人左右参加。",
    "投诉比上年减少了3倍。",
    "2018年6月27日（星期二），双方签约。",
    "2018年7月1日，大家一起庆祝建党98周年。",
    "有5、6家企业报名。",
    "大厅面积300平米。",
    "会议下午15点开始。",
    "工期为2017-2018年。",
    "园区有２０家企业。",
    # sums
    "基金共31支，其中社区15支、企业17支。",
    "活动从6月1日到6月5日，历时三天。",
    "四位书记分别来自江苏、安徽、湖北。",
    "满意的占75%，基本满意的占20%，不满意的占15%。",
)

# (record, what stands there, what is put in its place)
CHANGES = (
    ("organizations/hongshiya-31-jijin", "红石崖街道", "红石涯街道"),
    ("activities/dengta-lingdu-fenxianghui", "郑晓斐获邀参加。", "郑晓裴获邀参加。"),
    ("brands/taibailou-gongzhi", "运河城共治委员会来实行", "运河城共治委员回来实行"),
    ("brands/qingdan-mopai", "胶南街道", "胶南街到"),
    ("sites/xinyang-kongjian", "七个功能孵化区各有所长", "八个功能孵化区各有所长"),
    ("sites/xinyang-kongjian", "      - 创新创业训练中心\n", ""),
    ("brands/santong-gongzuofa", "[组织同建, 资源同享, 管理同步]", "[组织同建, 资源同享]"),
    ("brands/san-ge-baifenbai", ", 人才工作服务]", "]"),
)


def main() -> None:
    seeds = [Seed(sentence) for sentence in SENTENCES]
    seeds += [Seed(after, before, record) for record, before, after in CHANGES]
    with tempfile.TemporaryDirectory() as folder:
        seeded = Seeded(Path(folder))
        told = seeded.told(seeds)
    found = sum(map(bool, told.values()))
    print(f"found {found} of {len(told)}; on the untouched content: {len(seeded.untouched)}")
    for seed, notices in told.items():
        what = [notice.what for notice in notices]
        if not what or "-v" in sys.argv:
            print(f"{seed.before!r} → {seed.after!r}" if seed.before else seed.after, *what)


if __name__ == "__main__":
    main()

"""What only an official Chinese document holds: faces, numerals, headings, and the phrases of the draft.

These have no English: a 公文 is written in Chinese whatever the language of the screen. In a phrase
`{titles}` and `{title}` are the checklist's own words, `{figures}` what the answers state; of a single title
等 is left out. Several phrases for one thing say the same; which one is taken follows from the item's place,
so that the same answers give the same text.
"""

from typing import Final

from lawcheck.domain.draft import Content
from lawcheck.domain.shortfalls import Lack
from lawcheck.domain.statements import Voice

TITLE_FACE: Final = "方正小标宋简体"
BODY_FACE: Final = "仿宋_GB2312"
FIRST_FACE: Final = "黑体"
SECOND_FACE: Final = "楷体_GB2312"
PAGE_FACE: Final = "宋体"

FALLBACKS: Final = {
    TITLE_FACE: "小标宋,宋体,SimSun",
    BODY_FACE: "仿宋,FangSong",
    FIRST_FACE: "SimHei",
    SECOND_FACE: "楷体,KaiTi",
    PAGE_FACE: "SimSun",
}
"""Where a face is not installed: what a word processor takes in its place. No face is shipped."""

NUMERALS: Final = "〇一二三四五六七八九十"
NUMBERED: Final = ("{numeral}、", "（{numeral}）", "{number}.", "（{number}）")
"""The four levels of headings."""

DUTY_WORDS: Final = (
    "第一责任人",
    "党政主要负责人",
    "党政主要领导",
    "述法",
    "党工委",
    "党委",
    "领导小组",
)
"""Words in an item's title or keywords by which it belongs to how the heads met their duty."""

MATTER: Final = "法治政府建设"
TITLE: Final = "{unit}\n关于{period}{matter}工作情况的报告"
SHORT_TITLE: Final = 20
"""So many characters of 22 points stand in one line."""

ADDRESSED: Final = "{addressee}："
OPENING: Final = "现将{unit}{period}{matter}工作情况报告如下："
OPENING_WITH_SOURCE: Final = "{period}，{unit}对照{sources}开展{matter}各项工作。现将有关情况报告如下："
SOURCE: Final = "《{title}》（{number}）"
CLOSING: Final = "特此报告。"
NOTE: Final = "（{note}）"
DAY: Final = "{day.year}年{day.month}月{day.day}日"

HEADINGS: Final = {
    Content.RESULTS: "{period}{matter}主要举措和成效",
    Content.SHORTFALLS: "存在的不足和原因",
    Content.DUTY: "党政主要负责人履行推进法治建设第一责任人职责情况",
    Content.NEXT_YEAR: "下一年度主要安排",
    Content.OTHER: "其他需要报告的情况",
}

TITLES: Final = {
    Voice.DONE: (
        "{titles}等工作已经完成",
        "完成了{titles}等工作",
        "{titles}等已经落实",
    ),
    Voice.ATTENDED: (
        "抓好{titles}等工作",
        "落实{titles}等要求",
        "做好{titles}等各项工作",
        "将{titles}等纳入年度工作",
        "围绕{titles}等开展工作",
    ),
    Voice.MEASURED: ("{titles}等工作已经完成",),
    Voice.UNDER_WAY: (
        "{titles}等工作正在进行",
        "{titles}等工作仍在进行之中",
        "正在抓紧{titles}等工作",
        "{titles}等工作尚在进行，还没有全部完成",
    ),
    Voice.UNFINISHED: ("{titles}等工作尚未完成",),
    Voice.NOT_APPLICABLE: (
        "{titles}等事项，本年度不涉及",
        "本年度不涉及{titles}等事项",
        "{titles}等事项，本年度不适用",
    ),
}
"""Sentences over items without figures. Of what is in progress nothing says that it is done."""

MEASURED_LEADS: Final = ("年内，", "", "全年，", "", "一年来，")
MEASURED: Final = {
    Voice.MEASURED: (
        "{title}方面，{figures}",
        "围绕{title}，{figures}",
        "{title}一项，{figures}",
    ),
    Voice.UNDER_WAY: (
        "{title}工作正在进行，{figures}",
        "{title}一项仍在进行之中，{figures}",
        "正在抓紧{title}，{figures}",
    ),
    Voice.UNFINISHED: ("{title}工作尚未完成，{figures}", "{title}一项还没有完成，{figures}"),
    Voice.NOT_APPLICABLE: ("{title}一项本年度不适用，{figures}",),
}
"""Clauses over one item with its figures."""

OF_THE_REPORT: Final = ("所报", "报告所")
"""A figure whose title speaks of the report is called by the name that it bears in one."""

AMONG: Final = "其中"
COUNTED: Final = ("次数", "条数")
"""Endings of a figure's title that its unit says again."""

INSTRUCTION: Final = "填"
"""A bracket at the end of a figure's title that holds this tells the clerk what to enter."""

AT_LEAST_ROUND: Final = "{value}余{unit}"
AT_LEAST_MYRIADS: Final = "{value}万余{unit}"
AT_LEAST: Final = "{value}{unit}以上"
ABOUT: Final = "约{value}{unit}"
ON_DAY: Final = "{name}为{day}"
MONTH: Final = "{number}月{value}"
QUARTER: Final = "第{number}季度{value}"

SHORTFALL_HEADINGS: Final = (
    "{title}方面还有不足。",
    "{title}方面存在短板。",
    "{title}方面还有差距。",
)
STRUCK_HEADING: Final = "存在不得发生的情形。"
LACKS: Final = {
    Lack.STRUCK: ("发生了{titles}的情形",),
    Lack.NOT_DONE: ("{titles}等工作尚未完成", "{titles}等工作没有按年度要求完成"),
    Lack.SHORT: ("{titles}等工作与要求相比还有差距", "{titles}等工作没有完全达到要求"),
    Lack.UNDER_WAY: (
        "{titles}等工作进度不够快，年内没有全部完成",
        "{titles}等工作抓得还不够紧，至年底仍在进行",
    ),
    Lack.NAMED: ("{titles}工作还需改进",),
    Lack.UNPROVED: ("{titles}等工作的台账和资料归集不够完整", "{titles}等工作的过程资料整理不够及时"),
}
CAUSE: Final = "主要原因是：{cause}。"

MEASURE_HEADINGS: Final = (
    "针对{title}方面的不足。",
    "补上{title}方面的短板。",
    "改进{title}方面的工作。",
)
STRUCK_MEASURE_HEADING: Final = "抓好整改。"
MEASURES: Final = {
    Lack.STRUCK: ("针对{titles}的情形查明原因、限期整改",),
    Lack.NOT_DONE: ("抓紧完成{titles}等工作", "把{titles}等工作列入年度任务，尽早完成"),
    Lack.SHORT: ("对照要求逐项补齐{titles}等工作的差距", "针对{titles}等工作中的差距，逐项改进"),
    Lack.UNDER_WAY: ("加快{titles}等工作的进度", "继续抓好{titles}等工作，明确进度要求"),
    Lack.NAMED: ("针对{titles}中的问题，制定措施加以改进",),
    Lack.UNPROVED: ("规范{titles}等工作的台账，随办随归", "健全{titles}等工作的资料归集"),
}
AND_OTHERS: Final = "等"
UNTIL: Final = "{measure}，完成时限为{day}"

TO_SUPPLY: Final = "【待补：{what}】"
TO_CHOOSE: Final = "【待选：以下各条为候选，请选定并写明原因，其余删去；选定之前不得作为定稿】"
TO_CHOOSE_MEASURE: Final = "【待选：以下各条与上述候选一一对应，随所选的不足保留，其余删去】"
NO_CANDIDATE: Final = "存在的不足和原因"
NO_MEASURE: Final = "下一年度主要安排"
CANDIDATE: Final = "【候选{id}】{text}"
MISSING_ADDRESSEE: Final = "主送机关"
MISSING_DAY: Final = "成文日期"
MISSING_CAUSE: Final = "原因"
UNANSWERED: Final = "{id} {title}未作答"
UNCONFIRMED: Final = "{id} {title}沿用上年，尚未确认"
WITH_FIGURES: Final = "{gap}（已填{figures}）"
MISSING_FIGURES: Final = "{id} {figures}"
CONTRADICTED: Final = "数字不符，请核对“{title}”"
NOT_TOLD: Final = "{id} {title}有没有发生"
NOTHING_OTHER: Final = "其他需要报告的情况，没有的写明没有"

SEPARATOR: Final = "、"
COMMA: Final = "，"
SEMICOLON: Final = "；"
FULL_STOP: Final = "。"
OPEN_BRACKET: Final = "（"
CLOSE_BRACKET: Final = "）"

"""Chinese words for what was asked, given, answered and left out."""

from __future__ import annotations

from ovreport.conclusions.grammar import Counted, Phrases
from ovreport.conclusions.sentences.fidelity import Fidelity, WishPhrases

IN_FORCE = WishPhrases(
    "请求了{asked}，实际生效的是{given}", "请求{asked}，实际{given}", "数据属于实际生效的设置。"
)
IN_ALL = "全部{n}个配置"

FIDELITY = Fidelity(
    wishes={
        "precision": WishPhrases(
            "请求的是{asked}，设备实际用{given}计算",
            "请求{asked}，实际用{given}计算",
            "因此这里看不出所请求的精度有多快。",
        ),
        "rest": WishPhrases(
            "请求的是{asked}，INT8 以外的部分实际用{given}计算",
            "请求{asked}，INT8 以外实际用{given}计算",
            "因此这里看不出所请求的精度有多快。",
        ),
        "emulated": WishPhrases(
            "请求的是{asked}，设备并不支持，只是模拟执行",
            "{asked}在这个设备上是模拟执行的",
            "它的速度不能说明真正支持这种精度的设备。",
        ),
        "device": WishPhrases(
            "请求的是{asked}，实际在{given}上执行",
            "请求{asked}，实际在{given}上执行",
            "因此这里看不出所请求的设备有多快。",
        ),
        "streams": IN_FORCE,
        "threads": IN_FORCE,
        "property": IN_FORCE,
    },
    amounts={"streams": Counted("{n}个 stream"), "threads": Counted("{n}个线程")},
    wish_alone="{said}。",
    wish_in="{said}（{scope}）。",
    in_both=IN_ALL,
    in_all=IN_ALL,
    in_some="{of}个配置中的{n}个",
    all_compared="比较了两者的全部{n}个输出值。",
    some_compared="比较了两者{of}个输出值中的{n}个。",
    among={
        "network": "同一网络的各配置",
        "batch": "batch 相同的各配置",
        "both": "网络和 batch 都相同的各配置",
        "some": "可以比较的各配置",
        "networks": "输入输出相同的各网络",
    },
    every_setting="{every}配置",
    answers=("各配置的输出", "{who}的输出"),
    outputs=("各配置的输出", "{who}的输出"),
    identical=Phrases("同样的输入，{who}的输出逐字节相同。", "{who}的输出完全相同"),
    agree=Phrases(
        "{answers}最多相差{n}，不超过最大输出值的{share}，结果实际上是一样的。",
        "{answers}最多相差{n}，结果实际上是一样的",
    ),
    each=Phrases(
        "{answers}实际上是一样的：每个输出的差别都不超过该输出最大值的{share}，其中“{output}”相差最大。",
        "{answers}最多相差{share}，结果实际上是一样的",
    ),
    close=Phrases(
        "{outputs}最多相差{share}（相对于{of}最大输出值）：{where}“{a}”与“{b}”相差最大。",
        "{outputs}最多相差{share}",
    ),
    differ=Phrases(
        "同样的输入，{where}“{a}”与“{b}”的输出不同：相差达到{of}最大输出值的{share}。",
        "输出最多相差{share}，并不一致",
    ),
    reordered=Phrases(
        "同样的输入，{where}“{a}”与“{b}”选出的结果不同：“{scores}”中得分最高的位置变了，尽管每个输出的差别都不超过"
        "其最大值的{share}。",
        "“{a}”与“{b}”在“{scores}”中得分最高的位置不同",
    ),
    reordered_rows=Phrases(
        "同样的输入，{where}“{a}”与“{b}”选出的结果不同：“{scores}”的{rows}行中有{n}行得分最高的位置变了，尽管每个"
        "输出的差别都不超过其最大值的{share}。",
        "“{a}”与“{b}”在“{scores}”中得分最高的位置不同",
    ),
    numbers=Phrases(
        "同样的输入，{where}“{a}”与“{b}”的输出不同{where_in}：一方是数值的地方，另一方是 NaN 或无穷大。",
        "有的输出是 NaN 或无穷大，有的是数值",
    ),
    shape=Phrases(
        "同样的输入，{where}“{a}”与“{b}”的输出大小不同{where_in}。",
        "输出的大小不同",
    ),
    of_output="“{output}”的",
    in_output="（“{output}”）",
    first_place="“{scores}”中得分最高的位置也变了。",
    uninformative=Phrases(
        "{outputs}一致，但这说明不了多少：输出里不同的数值不超过 3 个。", "输出一致，但说明不了多少"
    ),
    most_between="{where}“{a}”与“{b}”相差最大。",
    accuracy_open="这是否影响准确率，本次没有测量。",
    different=Counted("有{n}组输出对不上；在那里比较速度，比的是两种不同的计算。"),
    other_input="应当比较更靠前的一层，或者改用网络能给出有效结果的输入。",
    no_device=Phrases("本机没有{device}，{settings}{shown}。", "本机没有{device}"),
    no_part=Phrases("{device}中有本机没有的设备，{settings}{shown}。", "{device}中有本机没有的设备"),
    its_settings=Counted("这{n}个{device}配置"),
    not_measured=Counted("没有测量"),
    only_published=Counted("只列出公布的数据"),
    some_published=Counted("没有测量，其中{n}个有公布的数据"),
    failed=Phrases("有{settings}个配置没能测成：{named}。", "有{settings}个配置测量失败"),
    reason="最先报告的原因：{reason}",
    pending=Counted("{of}个配置中还有{n}个没有记录"),
    run_again="再运行一次，只会补测缺少的部分。",
    steadiness=Phrases(
        "发热降频和后台程序对这些数据有没有影响，从数据里看不出来：来源没有重复测量，也没有相关读数。",
        "稳定性没有数据支持",
    ),
    steadiness_takes="要回答这个问题，需要以“whole”调度方式多轮重复测量，前后读取降频计数，并设置取值为 "
    "none 和 cpu 的“disturbance”因素。",
    graphics=Phrases(
        "其他图形程序占用 GPU 时推理会不会变慢，同样没有数据：来源没有给出有无干扰的对比。",
        "其他程序占用 GPU 的情况没有测",
    ),
    graphics_takes="要回答这个问题，需要一个“disturbance”因素，其中一个取值是在同一块 GPU 上绘图的命令。",
)
